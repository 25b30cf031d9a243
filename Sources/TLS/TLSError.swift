import COpenSSL

/// Why something with certificates, keys or an encrypted connection did not work, in words that a
/// person can act on.
package struct TLSError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  package enum Code: String, Hashable, Sendable {
    /// Nobody we trust signed the other side's certificate.
    case unknownAuthority
    /// The other side's certificate was valid once.
    case expired
    /// The other side's certificate will be valid later.
    case notYetValid
    /// The other side's certificate is for another name.
    case wrongHostName
    /// The other side presented no certificate although one is required.
    case noCertificate
    /// The other side's certificate is unusable for another reason.
    case invalidCertificate
    /// The other side refused our certificate, or that we have none.
    case refusedByPeer
    /// The other side does not speak TLS, or nothing that we can agree on.
    case protocolFailure
    /// The connection ended in the middle.
    case closed
    /// A text is not the certificate, key or encoding that it should be.
    case malformed
    /// The library refused an operation that should have worked.
    case library
  }

  package let code: Code
  /// What was being attempted, as the beginning of a sentence.
  package let context: String
  /// The reason, as the rest of that sentence.
  package let cause: String

  package init(_ code: Code, _ context: String, cause: String) {
    self.code = code
    self.context = context
    self.cause = cause
  }

  package var description: String { "\(context): \(cause)." }
}

extension TLSError {
  /// The failure that verifying a peer's certificate ended with.
  static func verification(
    _ result: Int, serverName: String?, certificate: Certificate?
  ) -> TLSError {
    let whose =
      certificate?.commonName.map { "the certificate of '\($0)'" }
      ?? "the other side's certificate"
    let names = certificate?.names.joined(separator: ", ") ?? ""
    let context = "The other side could not be verified"
    switch Int32(clamping: result) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return TLSError(.expired, context, cause: "\(whose) has expired; it needs a new one")
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return TLSError(
        .notYetValid, context, cause: "\(whose) is not valid yet; compare the clocks")
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      return TLSError(
        .wrongHostName, context,
        cause: "\(whose) is not valid for '\(serverName ?? "")'"
          + "\(names.isEmpty ? "" : ", only for \(names)"); use a name that it is made for")
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
      X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_INVALID_CA,
      X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_AKID_SKID_MISMATCH:
      return TLSError(
        .unknownAuthority, context,
        cause: "\(whose) is signed by an authority that is not trusted here")
    default:
      return TLSError(.invalidCertificate, context, cause: "\(whose) is refused: \(reason(result))")
    }
  }

  private static func reason(_ result: Int) -> String {
    guard let text = unsafe X509_verify_cert_error_string(result) else { return "\(result)" }
    return unsafe String(cString: text)
  }

  /// The failure that an alert of the other side stands for; nothing for other reasons.
  static func alert(reason: Int) -> TLSError? {
    let context = "The other side refused the connection"
    switch reason - 1000 {
    case 41, 116:
      return TLSError(
        .refusedByPeer, context, cause: "it asks for a certificate and was given none")
    case 42, 43, 46:
      return TLSError(.refusedByPeer, context, cause: "it does not accept our certificate")
    case 44: return TLSError(.refusedByPeer, context, cause: "our certificate is revoked")
    case 45: return TLSError(.refusedByPeer, context, cause: "our certificate has expired")
    case 48:
      return TLSError(
        .refusedByPeer, context,
        cause: "it does not trust the authority that signed our certificate")
    case 49: return TLSError(.refusedByPeer, context, cause: "it denies us access")
    case 112:
      return TLSError(
        .refusedByPeer, context, cause: "it serves nothing under the name that was asked for")
    default: return nil
    }
  }
}
