import Testing
import Transcripts

/// Outputs of a lab whose author worked with other releases, other clusters and another home.
@Suite struct HybridCloudTests {
  @Test(arguments: [
    // verdict, expected, actual
    (
      "similar",
      """
      NAME                       READY   STATUS    RESTARTS   AGE
      backend-79c4d4676f-7s9kv   1/1     Running   0          76s
      frontend-c684c5c45-295hd   1/1     Running   0          92s
      """,
      """
      NAME                        READY   STATUS    RESTARTS   AGE
      backend-6f9d8c5b7-zk2vx     1/1     Running   0          9s
      frontend-7c8b9d4f65-p4m8q   1/1     Running   0          12s
      """
    ),
    (
      "exact", "Forwarding from 127.0.0.1:8080 -> 8080\nForwarding from [::1]:8080 -> 8080",
      "Forwarding from 127.0.0.1:8080 -> 8080\nForwarding from [::1]:8080 -> 8080"
    ),
    (
      "different", "Forwarding from 127.0.0.1:8080 -> 8080\nForwarding from [::1]:8080 -> 8080",
      "Forwarding from 127.0.0.1:8080 -> 8080"
    ),
    (
      "similar", "Token written to /Users/ada/secret.token ",
      "Token written to /var/lib/session/public/root/secret.token \n"
    ),
    (
      "similar",
      """
      Logged into "https://api.crc.testing:6443" as "kubeadmin" using existing credentials.

      You have access to 66 projects, the list has been suppressed. You can list all projects with 'oc projects'

      Using project "default".
      """,
      """
      Logged into "https://api.apps-crc.testing:6443" as "kubeadmin" using existing credentials.

      You have access to 66 projects, the list has been suppressed. You can list all projects with 'oc projects'

      Using project "default".
      """
    ),
    (
      "different",
      """
      Logged into "https://api.crc.testing:6443" as "kubeadmin" using existing credentials.
      Using project "default".
      """,
      """
      Logged into "https://api.crc.testing:6443" as "kubeadmin" using existing credentials.
      Using project "public".
      """
    ),
    (
      "similar",
      """
      Warning: would violate PodSecurity "restricted:v1.24": allowPrivilegeEscalation != false
      deployment.apps/frontend created
      """, "deployment.apps/frontend created"
    ),
    (
      "drift",
      """
      Skupper is enabled for namespace "default" in interior mode. Status pending... It has no exposed services.
      The site console url is:  https://skupper-default.apps-crc.testing
      """,
      """
      Skupper is enabled for namespace "default" in interior mode. It is not connected to any other sites. It has no exposed services.
      The site console url is:  https://skupper-default.apps-crc.testing
      """
    ),
    (
      "not-ready",
      "Skupper is enabled for namespace \"default\" in interior mode. It is connected to 1 other site. It has no exposed services.",
      "Skupper is enabled for namespace \"default\" in interior mode. Status pending... It has no exposed services."
    ),
    (
      "not-ready",
      "Skupper is enabled for namespace \"default\" in interior mode. It is connected to 1 other site. It has no exposed services.",
      "Skupper is enabled for namespace \"default\" in interior mode. It is not connected to any other sites. It has no exposed services."
    ),
    (
      "similar",
      """
      Links created from this site:
      -------------------------------
      Link link1 is active

      Currently active links from other sites:
      ----------------------------------------
      There are no active links
      """,
      """

      Links created from this site:
      -------------------------------
      Link link1 is active
      Currently active links from other sites:
      ----------------------------------------
      There are no active links
      """
    ),
    (
      "similar",
      """
      NAME       TYPE           CLUSTER-IP       EXTERNAL-IP    PORT(S)          AGE
      frontend   LoadBalancer   172.30.155.146   40.88.201.78   8080:30547/TCP   21s
      """,
      """
      NAME       TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)          AGE
      frontend   LoadBalancer   127.9.1.4    127.9.0.1     8080:31207/TCP   3s
      """
    ),
    (
      "not-ready",
      """
      NAME       TYPE           CLUSTER-IP       EXTERNAL-IP    PORT(S)          AGE
      frontend   LoadBalancer   172.30.155.146   40.88.201.78   8080:30547/TCP   21s
      """,
      """
      NAME       TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)          AGE
      frontend   LoadBalancer   127.9.1.4    <pending>     8080:31207/TCP   3s
      """
    ),
    (
      "different",
      """
      NAME       TYPE           CLUSTER-IP       EXTERNAL-IP    PORT(S)          AGE
      frontend   LoadBalancer   172.30.155.146   40.88.201.78   8080:30547/TCP   21s
      """,
      """
      NAME       TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)          AGE
      frontend   LoadBalancer   127.9.1.4    <none>        8080:31207/TCP   3s
      """
    ),
  ])
  func is_judged(verdict: String, expected: String, actual: String) {
    let comparison = judge(expected, actual, session)
    #expect(
      comparison.verdict.rawValue == verdict,
      "\(comparison.sentence ?? "") tolerated \(comparison.tolerated)")
  }
}
