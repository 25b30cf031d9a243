import COpenSSL
import Glibc

/// A certificate and its private key, both as PEM text.
package struct Credential: Hashable, Sendable {
  package var certificate: String
  package var key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// A private authority that signs certificates for one site.
package struct CertificateAuthority: Hashable, Sendable {
  /// Its own certificate and key.
  package let credential: Credential

  /// The certificate that others trust, as PEM text.
  package var certificate: String { credential.certificate }

  /// An authority whose certificate and key were kept.
  package init(_ credential: Credential) {
    self.credential = credential
  }

  /// A new authority.
  package static func make(
    commonName: String, days: Int = 1825
  ) throws(TLSError) -> CertificateAuthority {
    let key = try PrivateKey.generate()
    let draft = try CertificateDraft(commonName: commonName, days: days, key: key)
    try draft.add(NID_basic_constraints, "critical,CA:TRUE")
    try draft.add(NID_key_usage, "critical,digitalSignature,keyEncipherment,keyCertSign,cRLSign")
    try draft.add(NID_subject_key_identifier, "hash")
    try draft.sign(as: draft.certificate, with: key)
    return CertificateAuthority(
      Credential(certificate: try draft.certificate.pem(), key: try key.pem()))
  }

  /// A new certificate for servers and clients, valid for the names, which are DNS names or IP
  /// addresses. A negative number of days makes one that expired that long ago.
  package func issue(
    commonName: String, names: [String] = [], days: Int = 1825
  ) throws(TLSError) -> Credential {
    let authority = try Certificate.parse(credential.certificate)
    let authorityKey = try PrivateKey.parse(credential.key)
    let key = try PrivateKey.generate()
    let draft = try CertificateDraft(commonName: commonName, days: days, key: key)
    draft.issuer = authority
    try draft.add(NID_basic_constraints, "critical,CA:FALSE")
    try draft.add(NID_key_usage, "critical,digitalSignature,keyEncipherment")
    try draft.add(NID_ext_key_usage, "serverAuth,clientAuth")
    try draft.add(NID_subject_key_identifier, "hash")
    try draft.add(NID_authority_key_identifier, "keyid")
    if !names.isEmpty {
      let list = names.map { Self.isAddress($0) ? "IP:\($0)" : "DNS:\($0)" }
      try draft.add(NID_subject_alt_name, list.joined(separator: ","))
    }
    try draft.sign(as: authority, with: authorityKey)
    return Credential(certificate: try draft.certificate.pem(), key: try key.pem())
  }

  private static func isAddress(_ name: String) -> Bool {
    var storage = in_addr()
    return unsafe inet_pton(AF_INET, name, &storage) == 1 || name.contains(":")
  }
}

/// A certificate that is being made.
@safe
private final class CertificateDraft {
  let certificate: Certificate
  var issuer: Certificate?

  init(commonName: String, days: Int, key: PrivateKey) throws(TLSError) {
    ErrorQueue.clear()
    guard let made = unsafe X509_new() else {
      throw ErrorQueue.failure("A certificate could not be made")
    }
    certificate = unsafe Certificate(takingOwnership: made)
    let day = 86_400
    let begin = days < 0 ? (days - 1) * day : -300
    let name = unsafe X509_get_subject_name(made)
    let serial = try? Random.bytes(16)
    guard
      unsafe X509_set_version(made, 2) == 1,
      unsafe setSerial(serial ?? [], of: made),
      unsafe X509_gmtime_adj(X509_getm_notBefore(made), begin) != nil,
      unsafe X509_gmtime_adj(X509_getm_notAfter(made), days * day) != nil,
      unsafe X509_NAME_add_entry_by_NID(
        name, NID_commonName, MBSTRING_UTF8, Array(commonName.utf8),
        Int32(clamping: commonName.utf8.count), -1, 0) == 1,
      unsafe X509_set_pubkey(made, key.pointer) == 1
    else { throw ErrorQueue.failure("A certificate for '\(commonName)' could not be made") }
  }

  func add(_ kind: Int32, _ value: String) throws(TLSError) {
    ErrorQueue.clear()
    var context = unsafe X509V3_CTX()
    unsafe X509V3_set_ctx(
      &context, (issuer ?? certificate).pointer, certificate.pointer, nil, nil, 0)
    guard let entry = unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) else {
      throw ErrorQueue.failure(.malformed, "'\(value)' cannot stand in a certificate")
    }
    defer { unsafe X509_EXTENSION_free(entry) }
    guard unsafe X509_add_ext(certificate.pointer, entry, -1) == 1 else {
      throw ErrorQueue.failure("'\(value)' cannot stand in a certificate")
    }
  }

  func sign(as authority: Certificate, with key: PrivateKey) throws(TLSError) {
    ErrorQueue.clear()
    let name = unsafe X509_get_subject_name(authority.pointer)
    guard
      unsafe X509_set_issuer_name(certificate.pointer, name) == 1,
      unsafe X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0
    else { throw ErrorQueue.failure("The certificate could not be signed") }
  }
}

private func setSerial(_ bytes: [UInt8], of certificate: OpaquePointer) -> Bool {
  var positive = bytes
  guard !positive.isEmpty else { return false }
  positive[0] &= 0x7f
  guard let number = unsafe BN_bin2bn(positive, Int32(positive.count), nil) else { return false }
  defer { unsafe BN_free(number) }
  return unsafe BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
}
