import CPNG

extension Picture {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Reads a picture from PNG, of whatever kind: `png_image_finish_read`(libpng).
  package init(png data: [UInt8]) throws(PictureError) {
    guard data.starts(with: Self.signature) else { throw PictureError(.notPNG) }
    var image = unsafe png_image()
    unsafe image.version = trestle_png_version
    defer { unsafe png_image_free(&image) }
    // The reader keeps a pointer into the data until it has finished.
    let read = unsafe data.withUnsafeBytes { data -> Result<Picture, PictureError> in
      guard unsafe png_image_begin_read_from_memory(&image, data.baseAddress, data.count) != 0
      else { return .failure(PictureError(.damaged, message: unsafe Self.message(of: image))) }
      let (width, height) = unsafe (Int(image.width), Int(image.height))
      guard width <= Self.mostPixels, height <= Self.mostPixels else {
        return .failure(PictureError(.tooLarge(width: width, height: height)))
      }
      unsafe image.format = trestle_png_rgba
      var isRead = false
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: width * height * 4) { room, count in
        isRead = unsafe png_image_finish_read(&image, nil, room.baseAddress, 0, nil) != 0
        count = isRead ? width * height * 4 : 0
      }
      guard isRead, let picture = Picture(width: width, height: height, bytes: bytes) else {
        return .failure(PictureError(.damaged, message: unsafe Self.message(of: image)))
      }
      return .success(picture)
    }
    self = try read.get()
  }

  private static func message(of image: png_image) -> String {
    unsafe withUnsafeBytes(of: image.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
