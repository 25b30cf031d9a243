import Testing
import Views

@Suite struct WebURLTests {
  /// The examples of RFC 3986, section 5.4, with an ordinary scheme.
  @Test(arguments: [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"), ("//g", "http://g/"), ("?y", "http://a/b/c/d;p?y"),
    ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"),
    ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"),
    ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
    ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
    ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"),
    ("../../../g", "http://a/g"), ("../../../../g", "http://a/g"), ("/./g", "http://a/g"),
    ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"),
    ("g..", "http://a/b/c/g.."), ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
    ("g;x=1/../y", "http://a/b/c/y"), ("g?y/./x", "http://a/b/c/g?y/./x"),
    ("g#s/../x", "http://a/b/c/g#s/../x"), ("http:g", "http://a/b/c/g"),
  ])
  func references_are_resolved(_ reference: String, _ whole: String) throws {
    let base = try #require(WebURL("http://a/b/c/d;p?q"))
    #expect(base.resolve(reference)?.description == whole)
  }

  @Test(arguments: [
    ("  HTTP://User@Host.Example:80 ", "http://User@host.example/"),
    ("https://h:443/a b\"ü?x y#ä", "https://h/a%20b%22%C3%BC?x%20y#%C3%A4"),
    ("http://h\\a\\..\\b", "http://h/b"), ("http://h/a\n/b\t", "http://h/a/b"),
    ("http://[::1]:8080/x/%2e%2E/y", "http://[::1]:8080/y"),
    ("mailto:a@b.example", "mailto:a@b.example"),
  ])
  func addresses_have_one_spelling(_ text: String, _ spelling: String) {
    #expect(WebURL(text)?.description == spelling)
  }

  @Test func an_address_says_where_to_connect_and_what_to_ask() throws {
    let url = try #require(WebURL("https://u@[fd00::1]:8443/a/b?c=d#e"))
    #expect(url.host == "fd00::1")
    #expect(url.port == 8443)
    #expect(url.target == "/a/b?c=d")
    #expect(url.withoutFragment.description == "https://u@[fd00::1]:8443/a/b?c=d")
    #expect(WebURL("http://h")?.port == 80)
    #expect(WebURL("javascript:go()")?.isWeb == false)
  }

  @Test(arguments: ["", "page.html", "//host/x", "http://", "http:///x", "1a:b", "http:?"])
  func what_names_no_host_is_no_address(_ text: String) {
    #expect(WebURL(text) == nil)
  }
}
