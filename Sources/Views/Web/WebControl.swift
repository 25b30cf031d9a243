/// A field or button of a page's forms, with what is in it now.
package struct WebControl: Hashable, Sendable {
  /// What a control is.
  package enum Kind: Hashable, Sendable {
    /// One line of text; what it should be is told by the kind of text.
    case text(WebText)
    /// Several lines of text.
    case area(rows: Int, columns: Int)
    case check
    case radio
    case select(isMultiple: Bool)
    case submit
    case reset
    /// A button for scripts, which are not run.
    case script
    /// A choice of files, which are not sent.
    case file
    case hidden
  }

  package var kind: Kind
  /// Under what its value is sent; empty for what is not sent.
  package var name: String
  /// What is said about it; empty where the page says nothing.
  package var label: String
  /// What belongs there, in the page's words; empty where it has none.
  package var hint: String
  /// The form it belongs to, by its place among the page's forms.
  package var form: Int?
  package var isDisabled: Bool
  package var isReadOnly: Bool
  package var isRequired: Bool
  /// What is typed in it; of a button, a check or a radio what is sent for it.
  package var field: TextField
  /// Whether it is checked.
  package var isOn: Bool
  /// What can be chosen.
  package var options: [WebOption]

  /// The element that it stands for.
  var element: Int
  /// How many characters are shown of it, where the page says so.
  var size: Int?
  /// The most characters that may be typed.
  var limit: Int?
  /// Of a button: what it changes about its form.
  var overrides: [String: String]

  /// What is in it.
  package var value: String { field.text }

  /// Whether a person can do something with it.
  package var isUsable: Bool {
    guard !isDisabled else { return false }
    switch kind {
    case .text, .area: return !isReadOnly
    case .check, .radio, .select, .submit, .reset: return true
    case .script, .file, .hidden: return false
    }
  }

  /// Whether text is typed in it.
  package var isText: Bool {
    switch kind {
    case .text, .area: true
    default: false
    }
  }

  /// Whether it sends or clears its form.
  package var isButton: Bool { kind == .submit || kind == .reset || kind == .script }
}

/// Something that can be chosen.
package struct WebOption: Hashable, Sendable {
  package var title: String
  package var value: String
  package var isOn: Bool
  package var isDisabled: Bool
}

/// What a line of text should be.
package enum WebText: String, Hashable, Sendable {
  case text, search, email, url, tel, password, number, date, time
  case month, week, dateTime = "datetime-local"
  case color, range

  /// The places to fill in, where there is one spelling only.
  package var blank: String? {
    switch self {
    case .date: "____-__-__"
    case .time: "__:__"
    case .month: "____-__"
    case .week: "____-W__"
    case .dateTime: "____-__-__T__:__"
    case .color: "#______"
    default: nil
    }
  }

  /// What is wrong with a text that is not empty, as the end of a sentence; nil when nothing is.
  package func fault(of text: String) -> String? {
    switch self {
    case .date where !isDate(text): "must be a date such as 2024-05-31"
    case .time where text.wholeMatch(of: /([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?/) == nil:
      "must be a time such as 14:30"
    case .month where text.wholeMatch(of: /\d{4,}-(0[1-9]|1[0-2])/) == nil:
      "must be a month such as 2024-05"
    case .week where text.wholeMatch(of: /\d{4,}-W(0[1-9]|[1-4]\d|5[0-3])/) == nil:
      "must be a week such as 2024-W22"
    case .dateTime
    where !isDate(String(text.prefix(10)))
      || text.dropFirst(10).wholeMatch(of: /[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?/) == nil:
      "must be a date and a time such as 2024-05-31T14:30"
    case .number where text.wholeMatch(of: /-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?/) == nil,
      .range where text.wholeMatch(of: /-?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?/) == nil:
      "must be a number"
    case .email where text.wholeMatch(of: /[^@\s]+@[^@\s]+/) == nil:
      "must be an email address such as name@example.org"
    case .url where WebURL(text) == nil: "must be a whole address such as https://example.org/"
    case .color where text.wholeMatch(of: /#[0-9a-fA-F]{6}/) == nil:
      "must be a colour such as #1f6feb"
    default: nil
    }
  }

  private func isDate(_ text: String) -> Bool {
    guard let match = text.wholeMatch(of: /(\d{4,})-(\d\d)-(\d\d)/), let year = Int(match.1),
      let month = Int(match.2), let day = Int(match.3), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (1...days).contains(day)
  }
}
