/// The bytes with which every compressed header of SPDY/3 begins, so that common words cost little
/// (section 2.6.10.1 of the protocol's draft): names, each behind its length, and values.
enum SPDYDictionary {
  static let bytes: [UInt8] =
    names.flatMap { name in [0, 0, 0, UInt8(name.utf8.count)] + name.utf8 }
    + Array(values.utf8)

  private static let names = [
    "options", "head", "post", "put", "delete", "trace", "accept", "accept-charset",
    "accept-encoding", "accept-language", "accept-ranges", "age", "allow", "authorization",
    "cache-control", "connection", "content-base", "content-encoding", "content-language",
    "content-length", "content-location", "content-md5", "content-range", "content-type", "date",
    "etag", "expect", "expires", "from", "host", "if-match", "if-modified-since",
    "if-none-match", "if-range", "if-unmodified-since", "last-modified", "location",
    "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization", "range", "referer",
    "retry-after", "server", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
    "vary", "via", "warning", "www-authenticate", "method", "get", "status", "200 OK", "version",
    "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin",
  ]

  private static let values =
    "10010120120220520630030230330430530630740240540640740840941041141241341441541641750250450"
    + "5203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request"
    + "401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented"
    + "503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, "
    + "Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,"
    + "application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,"
    + "deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0."
}
