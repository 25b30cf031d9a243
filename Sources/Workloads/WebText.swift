import HTTP

/// What all workloads with web pages need: text in HTML, and forms of browsers without a script.
enum WebText {
  /// The text as it stands in HTML.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// The fields of a form, which are asked for as those of a query are.
  static func form(_ request: HTTPRequest) -> HTTPRequest {
    HTTPRequest(
      "POST",
      target: "/?"
        + String(decoding: request.body, as: UTF8.self)
        .replacing("+", with: "%20"))
  }
}
