import Documents
import Kubernetes
import Testing
import YAML

@testable import Skupper

@Suite struct LinkTests {
  private func token(_ change: (inout Value) -> Void = { _ in }) -> String {
    var token = Token.claim(
      .init(name: "ba863cd9", password: "p"), of: Lab.publicSite(),
      at: .init(host: "claims.test", port: 443), authority: "CA", now: Timestamp(seconds: 0))
    change(&token)
    return token.yaml()
  }

  private func refusal(_ text: String, name: String? = nil, existing: [Value] = []) -> String {
    do {
      _ = try Link.secret(
        from: text, name: name, cost: 1, in: Lab.privateSite(), existing: existing)
      return "accepted"
    } catch {
      return error.text
    }
  }

  @Test func a_token_becomes_the_next_link() throws {
    let secret = try Link.secret(
      from: token(), name: nil, cost: 3, in: Lab.privateSite(),
      existing: [Lab.link("link4", refused: true)])
    #expect(secret.name == "link5")
    #expect(secret.annotations[Annotation.cost] == "3")
    #expect(secret.labels[Label.type] == "token-claim")
    #expect(
      Link.configured(secret, isEdge: true) == """
        Site configured to link to https://claims.test:443/ba863cd9 (name=link5)
        Check the status of the link using 'skupper link status'.

        """)
  }

  @Test func a_certificate_token_names_the_port_for_the_mode() {
    #expect(
      Link.configured(Lab.link(), isEdge: false).hasPrefix(
        "Site configured to link to skupper-inter-router-public.apps.test:443 (name=link1)\n"))
    #expect(
      Link.configured(Lab.link(), isEdge: true).hasPrefix(
        "Site configured to link to skupper-edge-public.apps.test:443 (name=link1)\n"))
  }

  @Test func what_is_no_token_is_refused_with_the_reason() {
    #expect(refusal("a: [").hasPrefix("Could not parse connection token: "))
    #expect(refusal("").hasPrefix("Could not parse connection token: "))
    #expect(refusal("just words").hasPrefix("Could not parse connection token: "))
    #expect(
      refusal(token { $0["metadata", "labels"] = nil }) == "Secret is not a valid skupper token")
    #expect(
      refusal(token { $0["data", "password"] = nil })
        == "Expected password field in secret data")
    #expect(
      refusal(token { $0.setAnnotation(Annotation.url, nil) })
        == "Expected skupper.io/url annotation")
    #expect(
      refusal(token { $0.setAnnotation(Annotation.generatedBy, nil) })
        == "Can't find secret origin.")
    #expect(
      refusal(token { $0.setAnnotation(Annotation.generatedBy, Lab.privateID) })
        == "Can't create connection to self with token")
    #expect(
      refusal(token { $0.setAnnotation(Annotation.siteVersion, "0.7.0") })
        == "minimum version required 0.8.0 - remote site version is 0.7.0")
    var certificate = Lab.link()
    certificate["data", "tls.key"] = nil
    #expect(refusal(certificate.yaml()) == "Expected tls.key field in secret data")
    certificate = Lab.link()
    certificate["metadata", "annotations"] = nil
    #expect(refusal(certificate.yaml()) == "The secret has not annotations")
  }

  @Test func the_same_site_and_the_same_name_are_refused() {
    #expect(
      refusal(token(), existing: [Lab.link()]) == "Already connected to \"\(Lab.publicID)\".")
    var other = Lab.link()
    other.setAnnotation(Annotation.generatedBy, "third")
    #expect(
      refusal(token(), name: "link1", existing: [other])
        == "The connector secret \"link1\"already exists, please choose a different name")
  }
}
