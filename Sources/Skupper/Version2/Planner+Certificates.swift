import Documents
import Kubernetes

/// Certificates: each object of the type becomes a Secret that keeps what was made for it.
extension Version2Planner {
  mutating func planCertificates() {
    for certificate in objects.all(Version2.certificates) where !certificate.isBeingDeleted {
      plan(certificate: certificate)
    }
  }

  private mutating func plan(certificate: Value) {
    let secret = objects.object(.secrets, certificate.namespace, certificate.name)
    let hosts = (certificate["spec", "hosts"]?.array ?? []).compactMap(\.string)
    let written = hosts.sorted().joined(separator: ",")
    if let secret, let credential = Credential(secret: secret), !credential.certificate.isEmpty {
      let isOwn = secret.owners.contains { $0.uid == certificate.uid }
      if !isOwn || secret.annotations[Version2.Name.hosts] == written {
        tell(certificate, .ready, until: secret.annotations[Version2.Name.expiration])
        return
      }
    }
    let signer = certificate["spec", "ca"]?.string ?? ""
    let authority = objects.object(.secrets, certificate.namespace, signer)
      .flatMap { Credential(secret: $0) }
    guard authority != nil || certificate["spec", "signing"] == true else {
      tell(certificate, .pending("The authority \"\(signer)\" is not there yet"), until: nil)
      return
    }
    var metadata = Self.metadata(certificate.name, ownedBy: certificate)
    metadata["annotations"] = [
      Version2.Name.hosts: Value(written),
      Version2.Name.expiration: Value(
        (now + Version2.CertificateOrder.days * 86_400).text),
    ]
    if let secret {
      metadata["resourceVersion"] = secret["metadata", "resourceVersion"]
    }
    decision.orders.append(
      Version2.CertificateOrder(
        commonName: certificate["spec", "subject"]?.string ?? certificate.name, names: hosts,
        authority: authority,
        secret: [
          "apiVersion": "v1", "kind": "Secret", "metadata": metadata,
          "type": "kubernetes.io/tls",
        ], isRenewal: secret != nil))
  }

  private mutating func tell(_ certificate: Value, _ state: Version2.State, until: String?) {
    setStatus(certificate) { [now] certificate in
      if let until { certificate["status", "expiration"] = Value(until) }
      certificate.setState("Ready", state, now: now)
      certificate.setSummary(state)
    }
  }
}
