/// A form of a page: where what is filled in goes.
package struct WebForm: Hashable, Sendable {
  /// How it is sent.
  package enum Method: String, Hashable, Sendable { case get = "GET", post = "POST" }

  /// Where it goes, relative to its page; empty for the page itself.
  package var action: String
  package var method: Method
  /// How its values are written.
  package var encoding: String
  /// Whether it is sent without a look at what is in it.
  package var isUnchecked: Bool

  init(_ element: HTMLElement) {
    action = element["action"] ?? ""
    method = WebForm.method(element["method"])
    encoding = WebForm.encoding(element["enctype"])
    isUnchecked = element.has("novalidate")
  }

  /// The form as one of its buttons sends it.
  func overridden(by attributes: [String: String]) -> WebForm {
    var form = self
    if let action = attributes["formaction"] { form.action = action }
    if let method = attributes["formmethod"] { form.method = WebForm.method(method) }
    if let encoding = attributes["formenctype"] { form.encoding = WebForm.encoding(encoding) }
    if attributes["formnovalidate"] != nil { form.isUnchecked = true }
    return form
  }

  private static func method(_ text: String?) -> Method {
    text?.lowercased() == "post" ? .post : .get
  }

  private static func encoding(_ text: String?) -> String {
    let text = text?.lowercased() ?? ""
    return ["multipart/form-data", "text/plain"].contains(text) ? text : FormEncoding.type
  }
}

/// A request that a link or a form makes.
package struct WebRequest: Hashable, Sendable {
  package var method: WebForm.Method
  package var url: WebURL
  /// Of what type the body is; nil without a body.
  package var contentType: String?
  package var body: [UInt8]

  /// A request for a page.
  package init(_ url: WebURL) {
    self.url = url
    method = .get
    body = []
  }
}

/// What comes of sending a form.
package enum WebSubmission: Hashable, Sendable {
  /// It is to be sent.
  case request(WebRequest)
  /// The page is as it was loaded.
  case reset
  /// It is not sent: why, as a sentence, and the number of what has to be changed.
  case refused(String, number: Int?)
}

/// Names and values as browsers send them (WHATWG URL standard, section 5).
package enum FormEncoding {
  /// The type of a body that is written so.
  package static let type = "application/x-www-form-urlencoded"

  /// Names and values as one text. Line ends become carriage return and line feed.
  package static func encoded(_ entries: [(name: String, value: String)]) -> String {
    entries.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case 13: bytes += Array("%0D%0A".utf8)
      case 10: if previous != 13 { bytes += Array("%0D%0A".utf8) }
      case 32: bytes.append(UInt8(ascii: "+"))
      case UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        bytes.append(byte)
      case let byte where byte.isASCIILetter || byte.isASCIIDigit: bytes.append(byte)
      default: bytes += byte.percentEncoded
      }
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
