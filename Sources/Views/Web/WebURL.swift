/// The address of something on the web, taken apart and put together as RFC 3986 says.
package struct WebURL: Hashable, Sendable, CustomStringConvertible {
  /// In lower case, without its colon.
  package private(set) var scheme: String
  /// User, host and port as they stand; nil where there is no `//`.
  package private(set) var authority: String?
  package private(set) var path: String
  package internal(set) var query: String?
  package internal(set) var fragment: String?

  /// An address with a scheme; nil when the text has none, or names no host where one is needed.
  package init?(_ text: String) {
    let parts = Parts(text)
    guard let scheme = parts.scheme else { return nil }
    self.init(scheme: scheme, parts)
  }

  private init?(scheme: String, _ parts: Parts) {
    let scheme = scheme.lowercased()
    self.scheme = scheme
    authority = parts.authority.map { WebURL.authority($0, scheme) }
    path = WebURL.withoutDots(parts.path)
    query = parts.query
    fragment = parts.fragment
    if isWeb {
      guard !host.isEmpty else { return nil }
      if path.isEmpty { path = "/" }
    }
  }

  /// Whether it is fetched by HTTP.
  package var isWeb: Bool { scheme == "http" || scheme == "https" }

  /// The name or number of the machine; of an IPv6 number without its brackets.
  package var host: String {
    let name = WebURL.split(authority ?? "").host
    return name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
  }

  /// The port, also where it is the scheme's own; nil where neither is known.
  package var port: Int? {
    let named = WebURL.split(authority ?? "").port.flatMap { Int($0) }
    return named ?? (scheme == "http" ? 80 : scheme == "https" ? 443 : nil)
  }

  /// What a request for it names: path and query.
  package var target: String { (path.isEmpty ? "/" : path) + (query.map { "?" + $0 } ?? "") }

  /// The whole of it.
  package var description: String {
    scheme + ":" + (authority.map { "//" + $0 } ?? "") + path + (query.map { "?" + $0 } ?? "")
      + (fragment.map { "#" + $0 } ?? "")
  }

  /// The same address without the place in its page.
  package var withoutFragment: WebURL {
    var url = self
    url.fragment = nil
    return url
  }

  /// What a reference on this page stands for (RFC 3986, section 5.2); nil when it names no host.
  package func resolve(_ reference: String) -> WebURL? {
    var parts = Parts(reference)
    if let scheme = parts.scheme {
      // Old pages write `http:page` for a page of their own.
      guard parts.authority == nil, isWeb, scheme.lowercased() == self.scheme else {
        return WebURL(scheme: scheme, parts)
      }
    }
    guard parts.authority == nil else { return WebURL(scheme: scheme, parts) }
    parts.authority = authority
    if parts.path.isEmpty {
      parts.path = path
      parts.query = parts.query ?? query
    } else if !parts.path.hasPrefix("/") {
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? (authority == nil ? "" : "/")
      parts.path = folder + parts.path
    }
    return WebURL(scheme: scheme, parts)
  }

  private static func split(_ authority: String) -> (user: String?, host: String, port: String?) {
    var rest = authority[...]
    var user: String?
    if let at = rest.lastIndex(of: "@") {
      user = String(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    guard let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") else {
      return (user, String(rest), nil)
    }
    return (user, String(rest[..<colon]), String(rest[rest.index(after: colon)...]))
  }

  /// In one spelling: the host in lower case, no port that is the scheme's own.
  private static func authority(_ text: String, _ scheme: String) -> String {
    let (user, host, port) = split(text)
    let own = scheme == "http" ? "80" : scheme == "https" ? "443" : ""
    return (user.map { $0 + "@" } ?? "") + host.lowercased()
      + (port.map { $0.isEmpty || $0 == own ? "" : ":" + $0 } ?? "")
  }

  /// A path without its `.` and `..` (RFC 3986, section 5.2.4).
  private static func withoutDots(_ path: String) -> String {
    guard path.hasPrefix("/"), path.contains("/.") || path.contains("/%2") else { return path }
    var kept: [Substring] = []
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment.lowercased().replacing("%2e", with: ".") {
      case ".": if isLast { kept.append("") }
      case "..":
        kept = kept.dropLast()
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return "/" + kept.joined(separator: "/")
  }
}

/// A reference cut where RFC 3986, appendix B, cuts it; with what may not stand in it escaped.
private struct Parts {
  var scheme: String?
  var authority: String?
  var path: String
  var query: String?
  var fragment: String?

  init(_ text: String) {
    var rest = Parts.cleaned(text)[...]
    if let hash = rest.firstIndex(of: "#") {
      fragment = String(rest[rest.index(after: hash)...])
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = String(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(of: ":"), rest.first?.isLetter == true,
      rest[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) })
    {
      scheme = String(rest[..<colon])
      rest = rest[rest.index(after: colon)...]
    }
    if ["http", "https", nil].contains(scheme?.lowercased()) {
      rest = rest.replacing("\\", with: "/")
    }
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: "/") ?? rest.endIndex
      authority = String(rest[..<end])
      rest = rest[end...]
    }
    path = String(rest)
  }

  /// Without blanks at its ends and line ends in it; other blanks, quotes and what is not ASCII as
  /// percent signs and digits.
  private static func cleaned(_ text: String) -> String {
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, first <= 32 { bytes.removeFirst() }
    while let last = bytes.last, last <= 32 { bytes.removeLast() }
    var cleaned: [UInt8] = []
    for byte in bytes where byte != 9 && byte != 10 && byte != 13 {
      if byte <= 32 || byte >= 127 || "\"<>`{}|^".utf8.contains(byte) {
        cleaned += byte.percentEncoded
      } else {
        cleaned.append(byte)
      }
    }
    return String(decoding: cleaned, as: UTF8.self)
  }
}

extension UInt8 {
  /// A percent sign and two digits.
  var percentEncoded: [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return [UInt8(ascii: "%"), digits[Int(self >> 4)], digits[Int(self & 15)]]
  }
}
