import Emulation

/// What a server answered.
package struct WebAnswer: Hashable, Sendable {
  /// Where it came from, after all redirections.
  package var url: WebURL
  package var status: Int
  /// The header `Content-Type`; empty where there was none.
  package var contentType: String
  package var body: [UInt8]

  /// An answer of these parts.
  package init(url: WebURL, status: Int = 200, contentType: String, body: [UInt8]) {
    self.url = url
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}

/// What is shown of an answer.
enum WebContent: Hashable, Sendable {
  case html(HTMLDocument)
  /// Text as it stands.
  case text(String)
  /// What is said instead.
  case remark(String)

  init(_ answer: WebAnswer) {
    let type = answer.contentType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    guard !answer.body.isEmpty else {
      self = .remark("The server answered with status \(answer.status) and sent no text.")
      return
    }
    switch type {
    case "text/html", "application/xhtml+xml": self = .html(HTMLDocument(answer.text))
    case "" where answer.looksLikeHTML: self = .html(HTMLDocument(answer.text))
    case "" where !answer.body.prefix(1024).contains(0): self = .text(answer.text)
    case let type where WebContent.isText(type): self = .text(answer.text)
    default:
      let what = type.isEmpty ? "something without a type" : type
      self = .remark(
        "This is \(what), \(WebContent.grouped(answer.body.count)) bytes. It is not shown here.")
    }
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.hasSuffix("+json")
      || type.hasSuffix("+xml")
        && type != "image/svg+xml"
      || [
        "application/json", "application/xml", "application/javascript", "application/yaml",
        "application/x-yaml", "application/toml", "application/x-ndjson",
        FormEncoding.type,
      ].contains(type)
  }

  /// A number with a comma before each three digits.
  private static func grouped(_ number: Int) -> String {
    let digits = String(number)
    return digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += "," }
      text.append(digit.element)
    }
  }

  /// Its lines.
  func lines(_ layout: inout WebLayout, _ columns: Int) -> [WebLine] {
    switch self {
    case .remark(let words):
      return Line(words, layout.theme[.dim]).wrapped(to: columns).map { WebLine(line: $0) }
    case .text(let text):
      var flow = WebFlow(columns: columns)
      flow.isVerbatim = true
      flow.wrapMark = Line(layout.glyphs.wrapMark, layout.theme[.dim])
      flow.add(text)
      flow.flush()
      return flow.lines
    case .html(let document):
      var flow = WebFlow(columns: columns)
      if let next = document.next {
        flow.add("This page goes on to ")
        layout.add(next, WebContext(), &flow)
        flow.gap()
      }
      layout.add(document.root.children, WebContext(), &flow)
      flow.flush()
      guard flow.lines.isEmpty else { return flow.lines }
      let isScripted = document.root.first { $0.name == "script" } != nil
      let words =
        isScripted
        ? "This page is built by scripts, which are not run here." : "This page is empty."
      return WebContent.remark(words).lines(&layout, columns)
    }
  }
}

extension WebAnswer {
  /// The body in the encoding that its header or its page names: UTF-8, or that of old pages.
  fileprivate var text: String {
    var bytes = body[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let header = WebAnswer.encoding(in: contentType)
    let encoding =
      header ?? WebAnswer.encoding(in: String(decoding: bytes.prefix(1024), as: UTF8.self))
    guard ["iso-8859-1", "latin1", "windows-1252", "us-ascii"].contains(encoding) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.lazy.map(HTMLEntities.windows1252))
    return String(text)
  }

  private static func encoding(in text: String) -> String? {
    text.lowercased().firstMatch(of: /charset\s*=\s*["']?([a-z0-9_\-]+)/).map { String($0.1) }
  }

  fileprivate var looksLikeHTML: Bool {
    let start = String(decoding: body.prefix(512), as: UTF8.self).lowercased()
      .drop { $0.isWhitespace }
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<!--")
  }
}

extension HTMLDocument {
  /// Where the page sends its readers by itself, as a link.
  fileprivate var next: HTMLElement? {
    let meta = root.first { element in
      element.name == "meta" && element["http-equiv"]?.lowercased() == "refresh"
    }
    guard let content = meta?["content"],
      let match = content.firstMatch(of: /(?i)url\s*=\s*["']?([^"']+)/)
    else { return nil }
    let destination = String(match.1)
    return HTMLElement(
      name: "a", attributes: ["href": destination], children: [.text(destination)], index: -1)
  }
}
