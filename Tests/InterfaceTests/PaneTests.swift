import Emulation
import Testing
import Tracks
import Views

@testable import Interface

/// Tabs other than terminals.
@Suite struct PaneTests {
  @Test func files_are_shown_edited_and_saved() throws {
    var stage = try Stage.started()
    stage.press("3")
    #expect(stage.takeActions() == [.list(host: "west", path: "/root")])
    stage.lab(
      .files(
        host: "west", path: "/root",
        .success([
          FileEntry(path: "notes", isFolder: true), FileEntry(path: "notes/a.txt", isFolder: false),
        ])))
    #expect(stage.text.contains("- notes/"))
    stage.press("Tab Down Enter")
    #expect(stage.takeActions() == [.read(host: "west", path: "/root/notes/a.txt")])
    stage.lab(.file(host: "west", path: "/root/notes/a.txt", .success("one\ntwo\n")))
    #expect(stage.text.contains("1 one"))
    stage.press("End")
    stage.type("!")
    stage.press("Enter")
    stage.type("new")
    #expect(stage.text.contains("(not saved)"))
    stage.press("Esc")
    #expect(stage.text.contains("is not saved"))
    stage.actions = []
    stage.press("Ctrl-s")
    #expect(
      stage.takeActions() == [
        .write(host: "west", path: "/root/notes/a.txt", "one!\nnew\ntwo\n")
      ])
    stage.lab(.saved(host: "west", path: "/root/notes/a.txt", .success("")))
    #expect(!stage.text.contains("(not saved)"))
    stage.press("Esc")
    #expect(stage.takeActions().contains(.list(host: "west", path: "/root")))
    stage.press("Esc")
    #expect(stage.interface.focus == .reader)
  }

  @Test func what_is_pasted_into_a_file_keeps_its_lines() throws {
    var stage = try Stage.started()
    stage.press("3")
    stage.lab(
      .files(
        host: "west", path: "/root", .success([FileEntry(path: "token", isFolder: false)])))
    stage.press("Tab Enter")
    stage.lab(.file(host: "west", path: "/root/token", .success("")))
    stage.handle(.paste("apiVersion: v1\nkind: Secret\n"))
    stage.actions = []
    stage.press("Ctrl-s")
    #expect(
      stage.takeActions() == [
        .write(host: "west", path: "/root/token", "apiVersion: v1\nkind: Secret\n")
      ])
  }

  @Test func a_website_is_read_followed_and_filled_in() throws {
    var stage = try Stage.started()
    let home = WebRequest(try #require(WebURL("https://site.example/")))
    stage.press("4")
    #expect(stage.takeActions() == [.load(home)])
    let html = """
      <h1>Clinic</h1><a href="/about">About</a>
      <form action="/find"><input name="q"><button>Find</button></form>
      """
    stage.lab(
      .page(
        home, .success(WebAnswer(url: home.url, contentType: "text/html", body: Array(html.utf8)))))
    #expect(stage.text.contains("Clinic"))
    stage.press("Tab Tab Enter")
    let about = WebRequest(try #require(WebURL("https://site.example/about")))
    #expect(stage.takeActions() == [.load(about)])
    stage.lab(.page(about, .failure(Sentence("No answer came."))))
    #expect(stage.text.contains("No answer came."))
    stage.press("Ctrl-r")
    stage.lab(
      .page(
        home, .success(WebAnswer(url: home.url, contentType: "text/html", body: Array(html.utf8)))))
    // The page is the same one, and so is the place on it: the link, and then the field.
    stage.press("Tab")
    stage.type("a b")
    stage.actions = []
    stage.press("Enter")
    let find = WebRequest(try #require(WebURL("https://site.example/find?q=a+b")))
    #expect(stage.takeActions() == [.load(find)])
    stage.press("Esc")
    #expect(stage.interface.focus == .reader)
  }

  @Test func the_map_shows_the_sites_as_they_are() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.press("m")
    #expect(stage.text.contains("The map appears when the sites are up."))
    var map = SiteMap()
    map.sites = [SiteMap.Site(name: "east", namespace: "east", platform: "OpenShift")]
    stage.lab(.map(map))
    #expect(stage.text.contains("east"))
    stage.press("Tab t")
    #expect(stage.text.contains(map.summary.prefix(6)))
    stage.press("Esc m")
    #expect(stage.interface.panes[stage.interface.selected].title == "East")
  }

  @Test func a_tab_that_is_asked_for_comes_into_sight() throws {
    for key in ["m", "6", "]"] {
      var stage = try Stage.started()
      stage.press("z")
      #expect(!stage.text.contains("6 Map"))
      stage.press(key)
      #expect(stage.text.contains("6 Map"), "\(key)")
    }
  }

  @Test func links_are_opened_by_their_numbers() throws {
    var stage = try Stage.started(rows: 40, columns: 120)
    stage.press("o")
    #expect(stage.text.contains("1 the manual  https://manual.example/a"))
    stage.type("2")
    stage.press("Enter")
    #expect(stage.takeActions().contains(.open("01-hello/map.png")))
  }
}
