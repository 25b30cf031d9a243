/// Which keys do what, as data. Dispatch, the status bar, the help, the README's table and the manual
/// page are made from this one table.

/// Keys that do something somewhere.
package struct Binding: Hashable, Sendable {
  package let context: Context
  /// Its keys as they are written; `1…9` stands for every digit between.
  package let keys: [String]
  package let command: Command
  /// A word or two, for the status bar.
  package let label: String
  /// A sentence without a stop, for the help.
  package let help: String
  /// Whether the status bar shows it, the first ones first.
  package let isInBar: Bool

  init(
    _ context: Context, _ keys: String, _ command: Command, _ label: String, _ help: String,
    bar: Bool = false
  ) {
    self.context = context
    self.keys = keys.split(separator: " ").map(String.init)
    self.command = command
    self.label = label
    self.help = help
    isInBar = bar
  }

  /// Its keys as they are pressed.
  package var chords: [Chord] { keys.flatMap(Binding.chords) }

  /// The same without keys that mean something else; nothing where none is left.
  func without(_ taken: Set<Chord>) -> Binding? {
    let left = keys.filter { taken.isDisjoint(with: Binding.chords(of: $0)) }
    guard !left.isEmpty else { return nil }
    return Binding(context, left.joined(separator: " "), command, label, help, bar: isInBar)
  }

  private static func chords(of key: String) -> [Chord] {
    let ends = key.split(separator: "…")
    guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first <= last else {
      return Chord(key).map { [$0] } ?? []
    }
    return (first...last).compactMap { Chord(String($0)) }
  }
}

/// The table.
package enum Bindings {
  /// All bindings, in the order in which the status bar and the help show them.
  package static let all: [Binding] = [
    Binding(.reader, "Enter", .run, "run", "Run the step's commands in their terminal", bar: true),
    Binding(.reader, "n", .next, "next", "Go to the next step, once this one is done", bar: true),
    Binding(.reader, "Tab", .nextPane, "tab", "Give the keys to the tab at the side", bar: true),
    Binding(.reader, "h", .hint, "hint", "Take a hint; its price is shown before", bar: true),
    Binding(
      .reader, "q Ctrl-c", .quit, "quit", "Leave; everything is kept to go on with", bar: true),
    Binding(
      .reader, "l", .steps, "list", "List all steps with their state, and go to one", bar: true),
    Binding(.reader, "? F1", .help, "all keys", "List all keys; Enter does what is selected"),
    Binding(.reader, "x", .interrupt, "stop", "Stop the step that is running"),
    Binding(.reader, "p", .previous, "back", "Go back to the step before"),
    Binding(.reader, "e", .edit, "edit", "Change the commands before they run", bar: true),
    Binding(.reader, "y", .copy, "copy", "Copy the step's commands to the clipboard"),
    Binding(
      .reader, "Y", .copyOutput, "copy output", "Copy what the last command in the terminal printed"
    ),
    Binding(
      .reader, "c", .check, "check", "Ask everything that the lab wants to be true", bar: true),
    Binding(.reader, "s", .skip, "solve", "Have the step done for you; it brings no points"),
    Binding(
      .reader, "d", .deploy, "deploy", "Fill in a form that brings a package to edge clusters"),
    Binding(.reader, "r", .reset, "reset", "Do the step anew"),
    Binding(.reader, "R", .resetLab, "reset all", "Begin the whole lab anew"),

    Binding(.reader, "Up k", .scrollUp, "up", "Scroll the text up"),
    Binding(.reader, "Down j", .scrollDown, "down", "Scroll the text down"),
    Binding(.reader, "PgUp b", .pageUp, "page up", "Scroll the text a page up"),
    Binding(.reader, "PgDn Space", .pageDown, "page down", "Scroll the text a page down"),
    Binding(.reader, "Home g", .top, "top", "Go to the beginning of the text"),
    Binding(.reader, "End G", .bottom, "end", "Go to the end of the text"),
    Binding(.reader, "/", .search, "search", "Search in the text", bar: true),
    Binding(.reader, "o", .openLink, "open", "Open a link or picture of the text, by its number"),

    Binding(
      .reader, "1…9", .number, "show tab",
      "Show the tab with that digit; in a quiz a digit chooses an answer", bar: true),
    Binding(.reader, "] Right", .nextTab, "next tab", "Show the next tab"),
    Binding(.reader, "[ Left", .previousTab, "tab before", "Show the tab before"),
    Binding(
      .reader, "m", .map, "map", "Show the live map of the sites, or go back", bar: true),
    Binding(
      .reader, "z", .zoom, "zoom", "Give the whole screen to what has the keys, or share it again"),
    Binding(.reader, "+", .wider, "wider", "Give the text more room"),
    Binding(.reader, "-", .narrower, "narrower", "Give the text less room"),
    Binding(.reader, "M", .messages, "messages", "List the messages that have been shown"),
    Binding(.reader, "Ctrl-l", .redraw, "redraw", "Draw everything anew"),
    Binding(.reader, "Ctrl-z", .suspend, "suspend", "Stop the program; the shell's fg goes on"),

    Binding(
      .terminal, "Ctrl-g", .leader, "text", "Leave the terminal; the next key is for Trestle",
      bar: true),
    Binding(
      .terminal, "Shift-PgUp", .terminalBack, "scroll back", "See what has scrolled away", bar: true
    ),
    Binding(.terminal, "Shift-PgDn", .terminalForward, "scroll on", "Scroll forward again"),

    Binding(.leader, "Ctrl-g", .sendLeader, "send Ctrl-g", "Send Ctrl-g itself to the terminal"),
    Binding(.leader, "Tab Esc", .focusReader, "text", "Give the keys back to the text", bar: true),
    Binding(.leader, "PgUp", .terminalBack, "scroll back", "See what has scrolled away"),
    Binding(.leader, "PgDn", .terminalForward, "scroll on", "Scroll forward again"),

    Binding(
      .page, "Tab Down", .nextItem, "next", "Go to the next link, field or button", bar: true),
    Binding(.page, "Shift-Tab Up", .previousItem, "before", "Go to the one before"),
    Binding(
      .page, "Enter", .activate, "open", "Follow the link, press the button or change the field",
      bar: true),
    Binding(.page, "Esc", .leaveField, "text", "Give the keys back to the text", bar: true),
    Binding(.page, "Space", .activate, "change", "Change a box or a choice"),
    Binding(.page, "Ctrl-v", .paste, "paste", "Paste what was copied last"),
    Binding(.page, "PgDn", .pageDown, "page down", "Scroll the page down"),
    Binding(.page, "PgUp", .pageUp, "page up", "Scroll the page up"),
    Binding(
      .page, "Backspace Alt-Left", .pageBack, "back", "Go back to the page before", bar: true),
    Binding(.page, "Ctrl-r", .reload, "reload", "Load the page again", bar: true),

    Binding(.files, "Up", .listUp, "up", "Select the file before"),
    Binding(.files, "Down", .listDown, "down", "Select the next file"),
    Binding(
      .files, "Enter Right", .activate, "open", "Open the file, or open or close the folder",
      bar: true),
    Binding(.files, "Ctrl-r", .reload, "reload", "Look again which files there are"),
    Binding(.files, "Esc", .leaveField, "text", "Give the keys back to the text", bar: true),

    Binding(.editor, "Ctrl-s", .save, "save", "Write the file", bar: true),
    Binding(
      .editor, "Esc", .closeFile, "files", "Go back to the files; what is not saved is asked for",
      bar: true),
    Binding(.editor, "Ctrl-v", .paste, "paste", "Paste what was copied last", bar: true),

    Binding(
      .map, "t", .mapText, "tables", "Show tables in place of the picture, or the picture",
      bar: true),
    Binding(.map, "Up", .scrollUp, "up", "Scroll the map up"),
    Binding(.map, "Down", .scrollDown, "down", "Scroll the map down"),
    Binding(.map, "Esc", .leaveField, "text", "Give the keys back to the text", bar: true),

    Binding(.list, "Enter", .accept, "choose", "Take what is selected", bar: true),
    Binding(.list, "Up Ctrl-p", .listUp, "up", "Select the one before"),
    Binding(.list, "Down Ctrl-n", .listDown, "down", "Select the next one"),
    Binding(.list, "PgUp", .listPageUp, "page up", "Select one a page before"),
    Binding(.list, "PgDn", .listPageDown, "page down", "Select one a page on"),
    Binding(
      .list, "Tab", .changeFilter, "all, pending, done",
      "Show all steps, those to do, or those done", bar: true),
    Binding(.list, "Esc", .cancel, "close", "Close the list", bar: true),

    Binding(.question, "Enter y", .accept, "yes", "Do it", bar: true),
    Binding(.question, "Esc n", .cancel, "no", "Leave things as they are", bar: true),

    Binding(.fields, "Enter", .accept, "run", "Run the commands as they stand", bar: true),
    Binding(.fields, "Down Tab", .listDown, "next line", "Go to the next line", bar: true),
    Binding(.fields, "Up Shift-Tab", .listUp, "line before", "Go to the line before"),
    Binding(.fields, "Ctrl-v", .paste, "paste", "Paste what was copied last"),
    Binding(.fields, "Esc", .cancel, "leave", "Leave without running anything", bar: true),

    Binding(
      .form, "Enter", .accept, "apply", "Type the form's command into the terminal", bar: true),
    Binding(
      .form, "Space Right", .change, "change", "Tick the box, or take the next choice", bar: true),
    Binding(.form, "Left", .changeBack, "choice before", "Take the choice before"),
    Binding(.form, "Down Tab", .listDown, "next", "Go to the next field", bar: true),
    Binding(.form, "Up Shift-Tab", .listUp, "before", "Go to the field before"),
    Binding(.form, "Ctrl-v", .paste, "paste", "Paste what was copied last"),
    Binding(.form, "Esc", .cancel, "leave", "Leave without deploying anything", bar: true),

    Binding(
      .search, "Enter Down", .listDown, "next place", "Go to the next place that has the text",
      bar: true),
    Binding(.search, "Up", .listUp, "place before", "Go to the place before"),
    Binding(.search, "Esc", .cancel, "end", "End the search", bar: true),

    Binding(.notice, "q", .quit, "quit", "Leave at once; everything is kept to go on with"),
    Binding(.notice, "Ctrl-l", .redraw, "redraw", "Draw everything anew"),
    Binding(.notice, "Ctrl-z", .suspend, "suspend", "Stop the program; the shell's fg goes on"),

    Binding(.everywhere, "F6", .nextPane, "next pane", "Give the keys to the next pane"),
    Binding(
      .everywhere, "Shift-F6", .previousPane, "pane before", "Give the keys to the pane before"),
    Binding(.everywhere, "F1", .help, "all keys", "List all keys; Enter does what is selected"),
  ]

  /// The bindings of a context.
  package static func of(_ context: Context) -> [Binding] { all.filter { $0.context == context } }

  /// What a key does in a context.
  package static func command(for chord: Chord, in context: Context) -> Command? {
    byChord[context]?[chord]
  }

  /// What works behind the leader key: its own keys, then those of the text, then those of everywhere,
  /// each without the keys that mean something before.
  package static let behindLeader: [Binding] = {
    var taken: Set<Chord> = []
    return [Context.leader, .reader, .everywhere].flatMap(of).compactMap { binding in
      defer { taken.formUnion(binding.chords) }
      return binding.without(taken)
    }
  }()

  private static let byChord: [Context: [Chord: Command]] = {
    var table: [Context: [Chord: Command]] = [:]
    for binding in behindLeader {
      for chord in binding.chords { table[.leader, default: [:]][chord] = binding.command }
    }
    for binding in all where binding.context != .leader {
      for chord in binding.chords { table[binding.context, default: [:]][chord] = binding.command }
    }
    return table
  }()
}
