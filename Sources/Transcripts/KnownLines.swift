/// Lines of well-known programs in which some words belong to one run only: counts of a transfer, a
/// process's number, the time that a name server lets others remember an answer.
enum KnownLines {
  /// The lines' words. `#` stands for a number with or without a unit, `&` for one with a unit of
  /// one capital letter, `@` for a time as a clock or `--:--:--`, `§` for a duration or `(cached)`, and
  /// `~` for any word: these may vary. `*` is a word, `%` a part of a date in brackets, `*.` one with a dot at its end, `^` one with a slash or a dot alone, and `…`
  /// any number of words, that are compared as they are anywhere. All else stands for itself.
  private static let texts = [
    // git
    "remote: Enumerating objects: #, done.", "remote: Counting objects: #% (#/#), done.",
    "remote: Compressing objects: #% (#/#), done.",
    "remote: Total # (delta #), reused # (delta #) …",
    "remote: Total # (delta #), reused # (delta #), pack-reused # …",
    "Enumerating objects: #, done.", "Counting objects: #% (#/#), done.",
    "Compressing objects: #% (#/#), done.", "Writing objects: #% (#/#), # ~ | # ~ done.",
    "Receiving objects: #% (#/#), # ~ | # ~ done.", "Receiving objects: #% (#/#), done.",
    "Resolving deltas: #% (#/#), done.", "Delta compression using up to # threads",
    "Total # (delta #), reused # (delta #) …",
    "Total # (delta #), reused # (delta #), pack-reused # …",
    // systemctl
    "Tasks: * (limit: #)", "Process: # …", "Memory: &", "Memory: & (peak: &)",
    // ping
    "* bytes from * * * ttl=# …", "* bytes from * * ttl=# …",
    // dig
    ";; ->>HEADER<<- opcode: * status: * id: #", ";; Query time: # msec", ";; MSG SIZE rcvd: #",
    "*. # IN …",
    // curl and wget
    "* * * * * * # # @ @ @ #", "* #%[~ * ~ in #",
    // Spring
    "* * # --- …", "* * * # --- …",
    // iperf
    "[ * ~ sec # ~ # ~ # sender", "[ * ~ sec # ~ # ~ sender", "[ * ~ sec # ~ # ~ receiver",
    "[ * * sec # ~ # ~ …",
    // wg
    "transfer: # ~ received, # ~ sent",
    // rsync
    "sent # bytes received # bytes # bytes/sec",
    // phpunit
    "Time: * Memory: # ~",
    // apt
    "* upgraded, * newly installed, * to remove and # not upgraded.",
    "(Reading database ... # files and directories currently installed.)",
    "Get:# * * * [# ~", "Get:# * * * * [# ~", "Fetched # ~ in # (# ~",
    // docker build
    "Sending build context to Docker daemon #",
    // du and stat
    "& ^", "Device: ~ Inode: # Links: *",
    // iptables
    "Chain * (policy * # packets, # bytes)", "# # * * -- …",
    // gunicorn
    "% % % [#] * Listening at: * (#)", "% % % [#] …",
    // measures of loads
    "tps = # …", "Latency # # # #%", "Req/Sec # # # #%", "# requests in #, # read",
    // tests of Swift
    "Executed * * with * * * unexpected) in # (#) seconds",
    // tests and benchmarks of Go
    "ok ^ §", "Benchmark~ # # ns/op …",
    // top
    "top - @ up …", "Tasks: # total, # running, # sleeping, # stopped, * zombie",
    "%Cpu(s): # us, # sy, # ni, # id, # wa, # hi, # si, # st",
    "MiB Mem : # total, # free, # used, # buff/cache",
    "MiB Swap: # total, # free, # used. # avail Mem",
    // mtr
    "HOST: ~ Loss% Snt Last Avg Best Wrst StDev", "#.|-- * * * # # # # #",
    // chronyc
    "^* * * # # # ~ ~ +/- ~", "^* * * # # # ~ +/- ~", "^+ * * # # # ~ ~ +/- ~",
    "^+ * * # # # ~ +/- ~", "^- * * # # # ~ ~ +/- ~", "^- * * # # # ~ +/- ~",
    // what Ubuntu says at a login
    "System load: # Processes: #", "Usage of /: #% of # Users logged in: #",
    "Memory usage: #% IPv4 address for * *", "Swap usage: #%",
    // packages of node
    "Progress: resolved * reused #, downloaded #, added * done",
    // loads of Kafka
    "* records sent, # records/sec (# ~ # ms avg latency, # ms max latency, …",
    // last, who and dnf
    "* pts/# …", "Last metadata expiration check: @ ago on …",
    // sysbench
    "total number of events: #",
    // time
    "* # user # system #% cpu # total", "* * # user # system #% cpu # total",
    "* * * # user # system #% cpu # total", "User time (seconds): #", "System time (seconds): #",
    "Percent of CPU this job got: #%", "Elapsed (wall clock) time (h:mm:ss or m:ss): ~",
    "Maximum resident set size (kbytes): #", "Major (requiring I/O) page faults: #",
    "Minor (reclaiming a frame) page faults: #", "Voluntary context switches: #",
    "Involuntary context switches: #", "File system inputs: #", "File system outputs: #",
    // ls
    "# -r~ * * * * * * * …", "# drw~ * * * * * * * …", "# lrw~ * * * * * * * …",
    // logs of redis and Tomcat
    "#:M * * * * …", "#:C * * * * …", "#:S * * * * …", "#:X * * * * …",
    "* * * * * Server startup in [#] milliseconds",
    // others
    "* Debugger PIN: ~", "Uptime (seconds): #", "Range (min ~ max): # ~ ~ # ~ # runs",
    // openssl
    "CONNECTED(#)", "SSL handshake has read # bytes and written # bytes",
  ]

  /// What reports call a word that varies.
  static let kind = "word of one run"

  static func note(_ expected: Piece, _ actual: Piece) -> Tolerance {
    Tolerance(kind: kind, expected: expected.text, actual: actual.text)
  }

  /// A word of a known line.
  private enum Mark {
    case rest
    case compared
    case dotted
    case date
    case path
    case any
    case clock
    case time
    case unit
    /// Literal text with places for numbers in it.
    case text([UInt8])

    init(_ word: Piece) {
      self =
        switch word.text {
        case "…": .rest
        case "*": .compared
        case "*.": .dotted
        case "%": .date
        case "^": .path
        case "~": .any
        case "@": .clock
        case "§": .time
        case "&": .unit
        default: .text(Array(word))
        }
    }

    var mayVary: Bool {
      switch self {
      case .rest, .compared, .dotted, .date, .path: false
      case .any, .clock, .time, .unit: true
      case .text(let text): text.contains(UInt8(ascii: "#"))
      }
    }

    func describes(_ word: Piece) -> Bool {
      switch self {
      case .rest, .compared, .any: true
      case .date:
        Times.isPart(word.drop { $0 == UInt8(ascii: "[") }.prefix { $0 != UInt8(ascii: "]") })
      case .dotted: word.last == UInt8(ascii: ".")
      case .path: word.contains(UInt8(ascii: "/")) || word == [UInt8(ascii: ".")]
      case .clock:
        word.contains(UInt8(ascii: ":"))
          && word.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") }
      case .time: Times.isDuration(word) || word.elementsEqual("(cached)".utf8)
      case .unit:
        word.last?.isUpper == true && Marks.isNumber(word.dropLast())
      case .text(let text): KnownLines.fits(text[...], word)
      }
    }
  }

  /// The words of a known line, and what tells most other lines from it at once.
  private struct Form {
    let marks: [Mark]
    let isOpen: Bool
    /// A place whose word begins with a byte that is known.
    private var anchor: (place: Int, byte: UInt8)?

    init(_ text: String) {
      let marks = Piece(text).words.map(Mark.init)
      if case .rest? = marks.last { isOpen = true } else { isOpen = false }
      self.marks = isOpen ? marks.dropLast() : marks
      for (place, mark) in marks.enumerated() where anchor == nil {
        if case .text(let word) = mark, let byte = word.first, byte != UInt8(ascii: "#") {
          anchor = (place, byte)
        }
      }
    }

    /// Whether a line with these words may be the known one.
    func mayDescribe(_ words: [Piece]) -> Bool {
      guard isOpen ? words.count >= marks.count : words.count == marks.count else { return false }
      return anchor.map { words[$0.place].first == $0.byte } ?? true
    }

    func describes(_ words: [Piece]) -> Bool {
      zip(marks, words).allSatisfy { $0.describes($1) }
    }
  }

  /// For each number of words the forms that a line of so many may have; the last ones are for all
  /// longer lines.
  private static let forms: [[Form]] = {
    let all = texts.map(Form.init)
    let longest = all.map(\.marks.count).max() ?? 0
    return (0...(longest + 1)).map { count in
      all.filter { $0.isOpen ? $0.marks.count <= count : $0.marks.count == count }
    }
  }()

  /// The places of the words that may vary, where both lines are one known line; nothing where
  /// they are none.
  static func places(_ expected: [Piece], _ actual: [Piece]) -> [Int]? {
    let form = forms[min(min(expected.count, actual.count), forms.count - 1)].first {
      $0.mayDescribe(expected) && $0.mayDescribe(actual) && $0.describes(expected)
        && $0.describes(actual)
    }
    return form.map { form in form.marks.indices.filter { form.marks[$0].mayVary } }
  }

  /// Whether a word is the text, with a number at each place for one.
  private static func fits(_ text: Piece, _ word: Piece) -> Bool {
    var rest = word
    var isLast = false
    for byte in text {
      if isLast { return false }
      guard byte == UInt8(ascii: "#") else {
        if byte == UInt8(ascii: "~") {
          isLast = true
          continue
        }
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        continue
      }
      guard let number = amount(rest) else { return false }
      rest = rest.dropFirst(number.count)
    }
    return isLast || rest.isEmpty
  }

  /// The number with its unit that a text begins with.
  private static func amount(_ text: Piece) -> Piece? {
    guard text.first?.isDigit == true else { return nil }
    var end = text.startIndex
    while end < text.endIndex {
      let isPoint = text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ",")
      guard text[end].isDigit || (isPoint && text[(end + 1)...].first?.isDigit == true) else {
        break
      }
      end += 1
    }
    let unit = text[end...].prefix(while: \.isLetter)
    return unit.count <= 3 ? text[..<unit.endIndex] : nil
  }
}

extension KnownLines {
  /// Headers of an answer whose values no two answers share.
  private static let volatileHeaders: Set<String> = [
    "age", "etag", "expires", "last-modified", "x-request-id", "x-correlation-id", "x-trace-id",
    "x-runtime", "x-timer", "x-cache-hits", "x-served-by", "cf-ray", "x-amz-request-id",
    "x-amz-id-2", "x-amz-cf-id", "x-github-request-id", "x-envoy-upstream-service-time",
    "x-ratelimit-remaining", "x-ratelimit-reset", "x-b3-traceid", "x-b3-spanid",
  ]

  /// Whether both lines are one header of an answer, behind curl's mark for one, and its value is
  /// one that varies. Without the mark the header needs a name that only servers give.
  static func areVolatileHeaders(_ expected: [Piece], _ actual: [Piece]) -> Bool {
    let name = expected.first == [UInt8(ascii: "<")] ? 1 : 0
    guard expected.count > name + 1, actual.count > name + 1,
      expected[...name] == actual[...name], expected[name].last == UInt8(ascii: ":"),
      expected[name].count <= 40
    else { return false }
    let header = expected[name].dropLast().lowercased.text
    return volatileHeaders.contains(header) && (name == 1 || header != "age")
  }

  private static let measures = WordSet(["min:", "avg:", "max:", "sum:", "percentile:"])

  /// Whether both lines are one measure of sysbench's: a label, a number with two places behind its
  /// point in a column of its own.
  static func areMeasures(_ expected: Piece, _ actual: Piece) -> Bool {
    guard let wanted = measure(expected), let found = measure(actual) else { return false }
    return wanted == found
  }

  /// The label of a measure.
  private static func measure(_ line: Piece) -> Piece? {
    guard line.last?.isDigit == true, let end = line.lastIndex(where: \.isBlank),
      Marks.isMeasure(line[(end + 1)...], places: 2)
    else { return nil }
    let label = line[...end].trimmed
    guard end - label.endIndex >= 8, let last = label.words.last, measures.contains(last) else {
      return nil
    }
    return label
  }

  /// Facts about a machine that no text knows of the reader's.
  private static let machineFacts = [
    "Model name:", "BogoMIPS:", "CPU MHz:", "CPU max MHz:", "CPU min MHz:", "CPU(s) scaling MHz:",
    "Hardware Vendor:", "Hardware Model:", "Firmware Version:", "Firmware Date:",
  ]

  /// Whether both lines tell one such fact, each with a value.
  static func areMachineFacts(_ expected: Piece, _ actual: Piece) -> Bool {
    let (expected, actual) = (expected.trimmed, actual.trimmed)
    guard let first = expected.first, first == actual.first, first.isUpper else { return false }
    return machineFacts.contains { label in
      expected.hasPrefix(label) && actual.hasPrefix(label)
        && expected.count > label.utf8.count && actual.count > label.utf8.count
    }
  }

  /// What a program says in one of two ways, by what it finds at hand: as a line's beginning, and
  /// as its end.
  private static let beginnings = ("Downloading ", "Using cached ")
  private static let ends = (": Pull complete", ": Already exists")

  /// What is left of two lines that say a thing in the two ways.
  static func besideChoice(_ expected: Piece, _ actual: Piece) -> (Piece, Piece)? {
    let (expected, actual) = (expected.trimmed, actual.trimmed)
    for (one, other) in [beginnings, (beginnings.1, beginnings.0)]
    where expected.hasPrefix(one) && actual.hasPrefix(other) {
      return (expected.dropFirst(one.utf8.count), actual.dropFirst(other.utf8.count))
    }
    for (one, other) in [ends, (ends.1, ends.0)]
    where expected.hasSuffix(one) && actual.hasSuffix(other) {
      return (expected.dropLast(one.utf8.count), actual.dropLast(other.utf8.count))
    }
    return nil
  }

  /// The last line of a long number in bytes, that is deep in a document of openssl's: `77:01`.
  static func isEndOfBytes(_ line: Piece) -> Bool {
    let bytes = line.trimmed
    return (2...15).contains(bytes.count) && line.count - bytes.count >= 8 && bytes.count % 3 == 2
      && bytes.enumerated().allSatisfy { index, byte in
        index % 3 == 2 ? byte == UInt8(ascii: ":") : byte.lowercased.isHexadecimal
      }
  }

  /// A row of the picture that ssh-keygen draws of a key: seventeen places in a frame.
  static func isPicture(_ line: Piece) -> Bool {
    line.count == 19 && line.first == UInt8(ascii: "|") && line.last == UInt8(ascii: "|")
      && line.dropFirst().dropLast().allSatisfy(pictureMarks.contains)
  }

  private static let pictureMarks = ByteSet(" .o+=*BOX@%&#/^SE")
}
