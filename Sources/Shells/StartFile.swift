/// The file that bash reads when it starts: history, and the functions that mark the output.
///
/// A command is run by a driven line, ` __tb;eval "$__tc";__te`; it is short because readline reads it
/// key by key. `__tb` (begin) loads the command's number and text from a file, in which they end with
/// a zero byte, into `__tr` and `__tc`, puts the text into the history as it was written, and gives
/// back the exit code that the command may ask for. `eval` on the outermost level keeps what the
/// command changes. `__te` (end) tells the exit code; the prompt's own hook does for what a person
/// types, and when an interrupt has thrown the rest of a driven line away.
///
/// The prompt names the working folder by a variable that is set before each prompt: a command in the
/// prompt would cost a process each time.
///
/// Every mark carries a key that no program sees, so that no output can pretend to be one.
struct StartFile {
  let key: String
  let prompt: String
  /// What the prompt calls folders, by their paths; others are called by their last names.
  let folderNames: [String: String]
  let historyFile: String
  let commandFile: String

  /// The line that runs the command in the file. The blank keeps it out of the history, and the
  /// first two characters clear what somebody may have typed.
  static func drivenLine(input: CommandInput) -> String {
    let redirection = input == .empty ? "</dev/null" : ""
    return "\u{5}\u{15} __tb;eval \"$__tc\"\(redirection);__te\r"
  }

  var text: String {
    let mark = { (parts: String) in #"\e]133;"# + parts + ";k=\(key)" + #"\a"# }
    return #"""
      HISTFILE=\#(quoted(historyFile)) HISTSIZE=20000 HISTFILESIZE=20000 HISTCONTROL=ignorespace
      shopt -s checkwinsize histappend
      bind 'set enable-bracketed-paste off'
      bind 'set bell-style none'
      __ts=0 __tr= __td=
      __tb() {
        IFS= builtin read -r -d '' __tc <\#(quoted(commandFile)) || :
        __tr=${__tc%% *} __tc=${__tc#* }
        builtin history -s -- "$__tc"
        builtin printf '\#(mark("C;r=%s"))' "$__tr"
        if [[ $- == *e* ]]; then return 0; fi
        return "$__ts"
      }
      __te() {
        __ts=$? __td=1
        __tt
        if [[ $- == *e* ]]; then return 0; fi
        return "$__ts"
      }
      __tt() {
        builtin printf '\#(mark("D;s=%s;r=%s"))' "$__ts" "$__tr"
        __tr=
        __th
      }
      __th() {
        case $PS1 in *\#(key)*) ;; *) PS1+='\[\#(mark("B"))\]' ;; esac
        PS0='\#(mark("C"))'
        PROMPT_COMMAND[9]=__tp
        case $PWD in
      \#(folderCases)
          *) __tw=${PWD##*/};;
        esac
      }
      __tp() {
        local status=$?
        if [[ $__td ]]; then __td= && __th; else __ts=$status && __tt; fi
      }
      PS1=\#(quoted(prompt))
      __th

      """#
  }

  private var folderCases: String {
    folderNames.sorted { $0.key < $1.key }
      .map { "    \(quoted($0.key))) __tw=\(quoted($0.value));;" }.joined(separator: "\n")
  }

  private func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
