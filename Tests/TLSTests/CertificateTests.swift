import TLS
import Testing

@Suite struct Certificates {
  @Test func an_issued_certificate_says_whose_it_is_and_who_signed_it() throws {
    let authority = try CertificateAuthority.make(commonName: "skupper-site-ca")
    let credential = try authority.issue(
      commonName: "skupper-router", names: ["skupper-router.public", "127.3.0.1"], days: 2)
    let certificate = try Certificate.parse(credential.certificate)
    #expect(certificate.subject == "CN=skupper-router")
    #expect(certificate.commonName == "skupper-router")
    #expect(certificate.issuer == "CN=skupper-site-ca")
    #expect(certificate.names == ["skupper-router.public", "127.3.0.1"])
    #expect(!certificate.isAuthority)
    #expect(certificate.notAfter - certificate.notBefore == 2 * 86_400 + 300)
  }

  @Test func only_the_authority_that_signed_it_is_its_authority() throws {
    let authority = try Certificate.parse(Fixture.authority.certificate)
    let other = try Certificate.parse(Fixture.otherAuthority.certificate)
    let issued = try Certificate.parse(try Fixture.authority.issue(commonName: "x").certificate)
    #expect(authority.isAuthority)
    #expect(issued.isSigned(by: authority))
    #expect(!issued.isSigned(by: other))
  }

  @Test func a_kept_authority_signs_as_before() throws {
    let kept = CertificateAuthority(Fixture.authority.credential)
    let issued = try Certificate.parse(try kept.issue(commonName: "x").certificate)
    #expect(issued.isSigned(by: try Certificate.parse(Fixture.authority.certificate)))
  }

  @Test func a_chain_is_read_in_order() throws {
    let both =
      try Fixture.authority.issue(commonName: "leaf").certificate
      + Fixture.authority.certificate
    #expect(try Certificate.parseAll(both).map(\.commonName) == ["leaf", "authority"])
  }

  @Test(arguments: [
    "", "rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  ])
  func what_is_not_a_certificate_is_refused(text: String) {
    #expect { try Certificate.parse(text) } throws: { ($0 as? TLSError)?.code == .malformed }
  }
}
