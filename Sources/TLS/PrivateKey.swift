import COpenSSL

/// A private key of the library, and its PEM text.
@safe
final class PrivateKey {
  let pointer: OpaquePointer

  private init(takingOwnership pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit { unsafe EVP_PKEY_free(pointer) }

  /// A new ECDSA key on the curve P-256.
  static func generate() throws(TLSError) -> PrivateKey {
    ErrorQueue.clear()
    guard let key = unsafe trestle_EVP_generate_p256() else {
      throw ErrorQueue.failure("A key could not be made")
    }
    return unsafe PrivateKey(takingOwnership: key)
  }

  static func parse(_ pem: String) throws(TLSError) -> PrivateKey {
    let bio = try MemoryText(pem)
    ErrorQueue.clear()
    guard let key = unsafe PEM_read_bio_PrivateKey(bio.pointer, nil, nil, nil) else {
      throw ErrorQueue.failure(.malformed, "The private key cannot be read")
    }
    return unsafe PrivateKey(takingOwnership: key)
  }

  func pem() throws(TLSError) -> String {
    let bio = try MemoryText("")
    guard unsafe PEM_write_bio_PKCS8PrivateKey(bio.pointer, pointer, nil, nil, 0, nil, nil) == 1
    else { throw ErrorQueue.failure("The private key cannot be written") }
    return bio.text
  }
}

/// A text in the form that the library reads from and writes to.
@safe
final class MemoryText {
  let pointer: OpaquePointer

  init(_ text: String) throws(TLSError) {
    guard let bio = unsafe BIO_new(BIO_s_mem()) else {
      throw ErrorQueue.failure("Memory could not be had")
    }
    unsafe pointer = bio
    var text = text
    let stored = text.withUTF8 { bytes in
      unsafe bytes.isEmpty
        || BIO_write(bio, bytes.baseAddress, Int32(clamping: bytes.count)) == bytes.count
    }
    guard stored else { throw ErrorQueue.failure("Memory could not be had") }
  }

  deinit { unsafe BIO_free(pointer) }

  var text: String {
    var length = 0
    guard let start = unsafe trestle_BIO_memory(pointer, &length) else { return "" }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
  }
}
