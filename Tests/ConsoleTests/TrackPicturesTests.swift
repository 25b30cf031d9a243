import Interface
import Pictures
import Platform
import Testing

@testable import Console

@Suite struct TrackPicturesTests {
  /// A lab's folder in a folder of its own, with a picture of the project's.
  let folder: String
  var root: String { "\(folder)/lab" }

  init() throws {
    folder = try Files.makeTemporaryDirectory()
    var project = Path.parent(of: #filePath)
    while !Files.exists("\(project)/labs") { project = Path.parent(of: project) }
    try Files.makeDirectory("\(folder)/lab/01-see")
    try Files.makeDirectory("\(folder)/lab/assets")
    let picture = "\(project)/labs/edge-interconnect/assets/map.png"
    try Files.copy(picture, to: "\(folder)/lab/assets/map.png")
    try Files.copy(picture, to: "\(folder)/secret.png")
  }

  func sentence(_ path: String) async -> String? {
    guard case .failure(let sentence)? = await TrackPictures.read(path, in: root) else {
      return nil
    }
    return sentence.text
  }

  @Test func a_picture_is_read_as_large_as_a_terminal_needs_it() async throws {
    defer { try? Files.remove(folder) }
    let result = try #require(await TrackPictures.read("01-see/../assets/map.png", in: root))
    let picture = try result.get()
    #expect(picture.width == 512 && picture.height == 245)
  }

  @Test func the_png_beside_a_drawing_stands_for_it() async throws {
    defer { try? Files.remove(folder) }
    #expect(await TrackPictures.read("assets/map.svg", in: root) != nil)
    try Files.write("\(root)/assets/alone.svg", text: "<svg/>")
    #expect(await TrackPictures.read("assets/alone.svg", in: root) == nil)
  }

  @Test func nothing_outside_of_the_lab_is_read() async throws {
    defer { try? Files.remove(folder) }
    let remedy = "lies outside of the lab's folder"
    #expect(await sentence("01-see/../../secret.png")?.contains(remedy) == true)
    #expect(await sentence("\(folder)/secret.png")?.contains(remedy) == true)
    try Files.link("\(root)/assets/link.png", to: "../../secret.png")
    #expect(await sentence("assets/link.png")?.contains(remedy) == true)
  }

  @Test func what_cant_be_shown_is_told_with_its_name() async throws {
    defer { try? Files.remove(folder) }
    try Files.write("\(root)/assets/text.png", text: "no picture")
    #expect(
      await sentence("assets/text.png")
        == "The picture assets/text.png can't be shown: it is not PNG; save the picture as PNG.")
    #expect(await sentence("assets/none.png")?.contains("assets/none.png") == true)
  }
}
