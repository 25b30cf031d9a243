import COpenSSL

/// The digest SHA-256.
package enum SHA256 {
  /// The 32 bytes that stand for those bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { unsafe digest(bytes, EVP_sha256(), 32) }
}

/// The digest SHA-1, for protocols that prescribe it and not for security.
package enum SHA1 {
  /// The 20 bytes that stand for those bytes.
  package static func hash(_ bytes: [UInt8]) -> [UInt8] { unsafe digest(bytes, EVP_sha1(), 20) }
}

/// A digest that only who knows the key can make.
package enum HMAC {
  /// The 32 bytes that stand for those bytes under that key.
  package static func sha256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    // An empty array may have no address, which the library takes for "the key as before".
    let key = key.isEmpty ? [0] : key
    let made = unsafe COpenSSL.HMAC(
      EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &result, &length)
    precondition(unsafe made != nil && length == 32, "libcrypto cannot make an HMAC")
    return result
  }
}

/// A key derived from a password, slowly on purpose.
package enum PBKDF2 {
  /// That many bytes from a password and salt by HMAC with SHA-256.
  package static func sha256(
    password: [UInt8], salt: [UInt8], iterations: Int, count: Int = 32
  ) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    let password = password.map { CChar(bitPattern: $0) }
    let made = unsafe PKCS5_PBKDF2_HMAC(
      password, Int32(password.count), salt, Int32(salt.count), Int32(clamping: iterations),
      EVP_sha256(), Int32(count), &result)
    precondition(made == 1, "libcrypto cannot derive a key")
    return result
  }
}

/// Comparison that takes equally long wherever the difference is.
package func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  guard left.count == right.count else { return false }
  return unsafe CRYPTO_memcmp(left, right, left.count) == 0
}

private func digest(_ bytes: [UInt8], _ kind: OpaquePointer?, _ count: Int) -> [UInt8] {
  var result = [UInt8](repeating: 0, count: count)
  let made = unsafe EVP_Digest(bytes, bytes.count, &result, nil, kind, nil)
  precondition(made == 1, "libcrypto cannot make a digest")
  return result
}
