import COpenSSL
import Glibc

/// A certificate: whose it is, who vouches for it, and until when.
///
/// The library counts references to a certificate itself and this wrapper only reads it, which is
/// why several threads may share one.
@safe
package final class Certificate: @unchecked Sendable {
  // Invariant: never changed after it was read or signed.
  let pointer: OpaquePointer

  init(takingOwnership pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit { unsafe X509_free(pointer) }

  /// The first certificate in a PEM text.
  package static func parse(_ pem: String) throws(TLSError) -> Certificate {
    try parseAll(pem)[0]
  }

  /// All certificates in a PEM text, of which there must be one at least.
  package static func parseAll(_ pem: String) throws(TLSError) -> [Certificate] {
    let bio = try MemoryText(pem)
    ErrorQueue.clear()
    var found: [Certificate] = []
    while let next = unsafe PEM_read_bio_X509(bio.pointer, nil, nil, nil) {
      found.append(unsafe Certificate(takingOwnership: next))
    }
    guard !found.isEmpty else {
      throw ErrorQueue.failure(.malformed, "The certificate cannot be read")
    }
    ErrorQueue.clear()
    return found
  }
}

extension Certificate {
  /// Whom the certificate is for, such as `CN=skupper-router`.
  package var subject: String { unsafe line(X509_get_subject_name(pointer)) }

  /// Who signed it, such as `CN=skupper-site-ca`.
  package var issuer: String { unsafe line(X509_get_issuer_name(pointer)) }

  /// The common name of whom it is for.
  package var commonName: String? {
    let name = unsafe X509_get_subject_name(pointer)
    let index = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard index >= 0, let entry = unsafe X509_NAME_get_entry(name, index) else { return nil }
    return unsafe text(X509_NAME_ENTRY_get_data(entry))
  }

  /// When it begins to be valid, in seconds since 1970.
  package var notBefore: Int { unsafe seconds(X509_get0_notBefore(pointer)) }

  /// When it ends to be valid, in seconds since 1970.
  package var notAfter: Int { unsafe seconds(X509_get0_notAfter(pointer)) }

  /// The DNS names and IP addresses that it is valid for.
  package var names: [String] {
    guard let raw = unsafe X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else {
      return []
    }
    let all = OpaquePointer(raw)
    defer { unsafe GENERAL_NAMES_free(all) }
    let count = unsafe trestle_GENERAL_NAMES_count(all)
    return (0..<count).compactMap { index in
      unsafe trestle_GENERAL_NAMES_at(all, index).flatMap { unsafe name($0.pointee) }
    }
  }

  /// Whether it may sign others.
  package var isAuthority: Bool { unsafe X509_check_ca(pointer) > 0 }

  /// Whether that authority signed it.
  package func isSigned(by authority: Certificate) -> Bool {
    ErrorQueue.clear()
    defer { ErrorQueue.clear() }
    guard let key = unsafe X509_get0_pubkey(authority.pointer) else { return false }
    let issued = unsafe X509_check_issued(authority.pointer, pointer) == X509_V_OK
    let signed = unsafe X509_verify(pointer, key) == 1
    return issued && signed
  }

  /// The certificate as PEM text.
  package func pem() throws(TLSError) -> String {
    let bio = try MemoryText("")
    guard unsafe PEM_write_bio_X509(bio.pointer, pointer) == 1 else {
      throw ErrorQueue.failure("The certificate cannot be written")
    }
    return bio.text
  }
}

extension Certificate {
  private func line(_ name: OpaquePointer?) -> String {
    guard let bio = try? MemoryText("") else { return "" }
    _ = unsafe trestle_X509_NAME_print(bio.pointer, name)
    return bio.text
  }

  private func text(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> String {
    guard let start = unsafe ASN1_STRING_get0_data(string) else { return "" }
    let length = Int(unsafe ASN1_STRING_length(string))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
  }

  private func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int {
    var parts = unsafe tm()
    guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
    return unsafe timegm(&parts)
  }

  private func name(_ general: GENERAL_NAME) -> String? {
    switch unsafe general.type {
    case GEN_DNS: return unsafe text(general.d.dNSName)
    case GEN_IPADD:
      guard let start = unsafe ASN1_STRING_get0_data(general.d.iPAddress) else { return nil }
      let length = Int(unsafe ASN1_STRING_length(general.d.iPAddress))
      let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: length))
      return bytes.count == 4 ? bytes.map(String.init).joined(separator: ".") : nil
    default: return nil
    }
  }
}
