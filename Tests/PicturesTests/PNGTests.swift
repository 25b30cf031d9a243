import Pictures
import Platform
import Testing

@Suite struct PNGTests {
  /// The pictures of the project's own labs.
  static let labs: [String] = {
    var folder = Path.parent(of: #filePath)
    while !Files.exists("\(folder)/labs") { folder = Path.parent(of: folder) }
    return ["patient-portal", "hybrid-cloud", "edge-interconnect"].map {
      "\(folder)/labs/\($0)/assets/map.png"
    }
  }()

  @Test(arguments: zip(labs, [(1200, 525), (1200, 550), (960, 460)]))
  func the_pictures_of_the_labs_are_read(path: String, size: (Int, Int)) throws {
    let picture = try Picture(png: Files.read(path))
    #expect(picture.width == size.0 && picture.height == size.1)
    #expect(picture.bytes.count == size.0 * size.1 * 4)
    let opacities = Set(stride(from: 3, to: picture.bytes.count, by: 4).map { picture.bytes[$0] })
    #expect(opacities == [255], "they have no clear parts")
    // There is something on it.
    let reds = Set(stride(from: 0, to: picture.bytes.count, by: 4).map { picture.bytes[$0] })
    #expect(reds.count > 8)
  }

  @Test func colours_and_opacity_are_those_of_the_file() throws {
    let bytes: [UInt8] = [255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 0, 9, 8, 7, 1]
    let picture = try Picture(png: PNGFile(width: 2, height: 2, bytes: bytes).bytes)
    // What is clear may have any colour.
    #expect(Array(picture.bytes[..<8]) == Array(bytes[..<8]))
    #expect(picture.bytes[11] == 0 && picture.bytes[15] == 1)
  }

  @Test func every_kind_of_png_becomes_red_green_blue_and_opacity() throws {
    let grey = try Picture(png: PNGFile(width: 2, height: 1, type: 0, bytes: [0, 200]).bytes)
    #expect(grey.bytes == [0, 0, 0, 255, 200, 200, 200, 255])
    let solid = try Picture(png: PNGFile(width: 1, height: 1, type: 2, bytes: [1, 2, 3]).bytes)
    #expect(solid.bytes == [1, 2, 3, 255])
  }

  @Test(arguments: [
    [], Array("GIF89a".utf8), Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8),
    [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF, 0xE0],
  ])
  func what_is_no_png_is_told(data: [UInt8]) {
    #expect(throws: PictureError(.notPNG)) { try Picture(png: data) }
  }

  @Test func a_file_that_is_cut_anywhere_is_damaged() throws {
    let whole = try Files.read(Self.labs[2])
    for count in [8, 9, 20, 33, 60, whole.count / 2, whole.count - 30] {
      let error = #expect(throws: PictureError.self, "\(count) bytes") {
        try Picture(png: Array(whole[..<count]))
      }
      #expect(error?.code == .damaged)
      #expect(error?.message.isEmpty == false)
    }
  }

  @Test func a_wrong_checksum_is_told_in_a_sentence() {
    var file = PNGFile(width: 1, height: 1, bytes: [1, 2, 3, 4])
    file.chunks[0][file.chunks[0].count - 1] ^= 0xFF
    let error = #expect(throws: PictureError.self) { try Picture(png: file.bytes) }
    #expect(error?.description.hasPrefix("Its PNG data is damaged (") == true)
    #expect(error?.description.hasSuffix("save the picture anew.") == true)
  }

  @Test func a_header_that_promises_too_much_is_not_believed() {
    for (width, height) in [(4097, 1), (1, 4097), (100_000, 100_000)] {
      let file = PNGFile(width: width, height: height, bytes: [0, 0, 0, 0])
      let error = #expect(throws: PictureError.self) { try Picture(png: file.bytes) }
      #expect(error?.code == .tooLarge(width: width, height: height))
    }
    // More than libpng itself takes.
    let file = PNGFile(width: 2_000_000, height: 2, bytes: [0, 0, 0, 0])
    #expect(throws: PictureError.self) { try Picture(png: file.bytes) }
    // So much is read, and there is too little data for it.
    let short = PNGFile(width: 4096, height: 4096, bytes: [0, 0, 0, 0])
    let error = #expect(throws: PictureError.self) { try Picture(png: short.bytes) }
    #expect(error?.code == .damaged)
  }

  @Test func random_bytes_behind_a_good_beginning_do_no_harm() throws {
    let whole = try Files.read(Self.labs[2])
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var data = whole
      for _ in 0..<20 {
        data[Int.random(in: 8..<data.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      // A picture or a reason: both are fine, a crash is not.
      do throws(PictureError) {
        let picture = try Picture(png: data)
        #expect(picture.bytes.count == picture.width * picture.height * 4)
      } catch { #expect(!error.description.isEmpty) }
    }
  }

  @Test func a_picture_has_all_its_bytes() {
    #expect(Picture(width: 2, height: 1, bytes: [0, 0, 0, 0]) == nil)
    #expect(Picture(width: 0, height: 0, bytes: []) == nil)
    #expect(Picture(width: 1, height: 1, bytes: [0, 0, 0, 0]) != nil)
  }
}
