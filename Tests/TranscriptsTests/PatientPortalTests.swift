import Testing
import Transcripts

/// A two-site lab's outputs as its author saw them, against runs elsewhere: right ones with other
/// identifiers, ages and addresses, and wrong ones.
@Suite struct PatientPortalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: String
    let right: [String]
    let wrong: [(String, Verdict)]

    var testDescription: String { name }
  }

  @Test(arguments: cases)
  func accepts_what_a_right_run_prints(_ output: Case) {
    for actual in output.right {
      let comparison = judge(output.expected, actual, session)
      #expect(comparison.verdict.passes(), "\(comparison.sentence ?? "") in:\n\(actual)")
    }
  }

  @Test(arguments: cases)
  func refuses_what_a_wrong_run_prints(_ output: Case) {
    for (actual, verdict) in output.wrong {
      let comparison = judge(output.expected, actual, session)
      #expect(comparison.verdict == verdict, "tolerated \(comparison.tolerated) in:\n\(actual)")
      #expect(comparison.sentence != nil)
    }
  }

  static let cases: [Case] = [
    Case(
      name: "frontend pod",
      expected: """
        \tNAME                                      READY   STATUS    RESTARTS   AGE
        \tpatient-portal-frontend-78f45d5fd-xtlhh   1/1     Running   0          10s
        """,
      right: [
        """
        NAME                                       READY   STATUS    RESTARTS   AGE
        patient-portal-frontend-5d9c6b8f7b-8kq2z   1/1     Running   0          3m4s
        """,
        """
        NAME                                      READY   STATUS    RESTARTS      AGE
        patient-portal-frontend-78f45d5fd-xtlhh   1/1     Running   1 (35s ago)   2m
        """,
      ],
      wrong: [
        (
          """
          NAME                                       READY   STATUS             RESTARTS   AGE
          patient-portal-frontend-5d9c6b8f7b-8kq2z   0/1     CrashLoopBackOff   3          3m4s
          """, .different
        ),
        (
          """
          NAME                                       READY   STATUS             RESTARTS   AGE
          patient-portal-frontend-5d9c6b8f7b-8kq2z   0/1     ImagePullBackOff   0          3m4s
          """, .different
        ),
        (
          """
          NAME                                       READY   STATUS    RESTARTS   AGE
          patient-portal-frontend-5d9c6b8f7b-8kq2z   0/1     Running   0          4s
          """, .notReady
        ),
        (
          """
          NAME                                       READY   STATUS              RESTARTS   AGE
          patient-portal-frontend-5d9c6b8f7b-8kq2z   0/1     ContainerCreating   0          4s
          """, .notReady
        ),
        (
          """
          NAME                                      READY   STATUS    RESTARTS   AGE
          patient-portal-backend-5d9c6b8f7b-8kq2z   1/1     Running   0          4s
          """, .different
        ),
        ("No resources found in public namespace.", .notReady),
        ("", .different),
        ("Error from server (Forbidden): pods is forbidden", .different),
      ]),
    Case(
      name: "database and payment processor pods",
      expected: """
        NAME                                                READY   STATUS    RESTARTS   AGE
        patient-portal-database-7f847bdcfc-zxxlt            1/1     Running   0          23s
        patient-portal-payment-processor-748bbc7766-48nbh   1/1     Running   0          18s
        """,
      right: [
        """
        NAME                                               READY   STATUS    RESTARTS   AGE
        patient-portal-database-59bd7c6cd9-hm6wq           1/1     Running   0          66s
        patient-portal-payment-processor-6c4f9f5b8-v7xjb   1/1     Running   0          61s
        """,
        """
        NAME                                               READY   STATUS    RESTARTS   AGE
        patient-portal-payment-processor-6c4f9f5b8-v7xjb   1/1     Running   0          61s
        patient-portal-database-59bd7c6cd9-hm6wq           1/1     Running   0          66s
        """,
      ],
      wrong: [
        (
          """
          NAME                                       READY   STATUS    RESTARTS   AGE
          patient-portal-database-59bd7c6cd9-hm6wq   1/1     Running   0          66s
          """, .different
        ),
        (
          """
          NAME                                               READY   STATUS    RESTARTS   AGE
          patient-portal-database-59bd7c6cd9-hm6wq           2/2     Running   0          66s
          patient-portal-payment-processor-6c4f9f5b8-v7xjb   1/1     Running   0          61s
          """, .different
        ),
        (
          """
          NAME                                               READY   STATUS    RESTARTS   AGE
          patient-portal-database-59bd7c6cd9-hm6wq           1/1     Running   0          66s
          patient-portal-database-59bd7c6cd9-t2kkl           1/1     Running   0          66s
          patient-portal-payment-processor-6c4f9f5b8-v7xjb   1/1     Running   0          61s
          """, .different
        ),
        (
          """
          NAME                                               READY   STATUS        RESTARTS   AGE
          patient-portal-database-59bd7c6cd9-hm6wq           1/1     Running       0          66s
          patient-portal-database-59bd7c6cd9-t2kkl           1/1     Terminating   0          66s
          patient-portal-payment-processor-6c4f9f5b8-v7xjb   1/1     Running       0          61s
          """, .notReady
        ),
      ]),
    Case(
      name: "init in public",
      expected:
        "\tSkupper is now installed in namespace 'public'.  Use 'skupper status' to get more information.",
      right: [
        "Skupper is now installed in namespace 'public'.  Use 'skupper status' to get more information.\n",
        "Skupper is now installed in namespace 'public'. Use 'skupper status' to get more information.",
        """
        W0511 04:55:07.2   77 warnings.go:70] would violate PodSecurity "restricted:v1.24": allow
        Skupper is now installed in namespace 'public'.  Use 'skupper status' to get more information.
        """,
      ],
      wrong: [
        (
          "Skupper is now installed in namespace 'private'.  Use 'skupper status' to get more information.",
          .different
        ),
        (
          """
          Skupper is now installed in namespace 'public'.  Use 'skupper status' to get more information.
          Error: OpenShift cluster not detected for --ingress type route
          """, .different
        ),
        ("Skupper is now installed in namespace 'public'.", .different),
        ("bash: skupper: command not found", .different),
      ]),
    Case(
      name: "init in private",
      expected:
        "Skupper is now installed in namespace 'private'.  Use 'skupper status' to get more information.",
      right: [
        "Skupper is now installed in namespace 'private'.  Use 'skupper status' to get more information."
      ],
      wrong: [
        (
          "Skupper is not enabled in namespace 'private'.  Use 'skupper status' to get more information.",
          .different
        )
      ]),
    Case(
      name: "token",
      expected: """
        apiVersion: v1
        data:
        \tca.crt: \(authorCertificate)
        \tpassword: M3MzWTExYzVldWlvZzkxeE5MYThWNVFr
        kind: Secret
        metadata:
        \tannotations:
        \t\tskupper.io/generated-by: 76c142fb-7fa0-4218-8427-021c0ce29fb0
        \t\tskupper.io/site-version: 1.3.0
        \t\tskupper.io/url: https://claims-public.crc-rwwzd-master-0.crc.gcpjpffoqwu0.instruqt.io:443/ba863cd9-f14a-11ed-ad52-42010a050005
        \tcreationTimestamp: null
        \tlabels:
        \t\tskupper.io/type: token-claim
        \tname: ba863cd9-f14a-11ed-ad52-42010a050005
        """,
      right: [
        token(),
        token(host: "claims-public.crc-rwwzd-master-0.crc.p2k9zq4xw7.instruqt.io", port: 443),
        token(host: "claims-public.apps.public.example", port: 8443),
      ],
      wrong: [
        (token(url: "8d5d4d6c-7d1f-11ee-8c99-0242ac120002"), .different),
        (token(kind: "ConfigMap"), .different),
        (token(type: "connection-token"), .different),
        (
          token(certificate: "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSUZ6"), .different
        ),
        (token(password: ""), .different),
        (token(port: 9443), .different),
        ("cat: root/secret.token: No such file or directory", .different),
      ]),
    Case(
      name: "link",
      expected: """
        Site configured to link to https://claims-public.crc-rwwzd-master-0.crc.uxi09xzkszec.instruqt.io:443/5e52022f-f13e-11ed-ac35-42010a050034 (name=link1)
        Check the status of the link using 'skupper link status'.
        """,
      right: [
        """
        Site configured to link to https://claims-public.crc-rwwzd-master-0.crc.p2k9zq4xw7.instruqt.io:443/7c5d4d6c-7d1f-11ee-8c99-0242ac120002 (name=link1)
        Check the status of the link using 'skupper link status'.
        """,
        """
        Site configured to link to https://claims-public.apps.public.example:8443/7c5d4d6c-7d1f-11ee-8c99-0242ac120002 (name=link1)
        Check the status of the link using 'skupper link status'.
        """,
      ],
      wrong: [
        (
          """
          Site configured to link to https://claims-public.crc-rwwzd-master-0.crc.p2k9zq4xw7.instruqt.io:443/7c5d4d6c-7d1f-11ee-8c99-0242ac120002 (name=link2)
          Check the status of the link using 'skupper link status'.
          """, .different
        ),
        (
          """
          Site configured to link to https://claims-private.crc-rwwzd-master-0.crc.p2k9zq4xw7.instruqt.io:443/7c5d4d6c-7d1f-11ee-8c99-0242ac120002 (name=link1)
          Check the status of the link using 'skupper link status'.
          """, .different
        ),
        (
          """
          Site configured to link to https://claims-public.crc-rwwzd-master-0.crc.p2k9zq4xw7.instruqt.io:9443/7c5d4d6c-7d1f-11ee-8c99-0242ac120002 (name=link1)
          Check the status of the link using 'skupper link status'.
          """, .different
        ),
        (
          "Error: Failed to create link: Secret is not a valid skupper token", .different
        ),
      ]),
    Case(
      name: "link status",
      expected: """
        Links created from this site:
        ------------------------------
        Link link1 is connected
        Current links from other sites that are connected:
        ----------------------------------------
        There are no connected links
        """,
      right: [
        """

        Links created from this site:
        -------------------------------
        Link link1 is connected

        Current links from other sites that are connected:
        ----------------------------------------
        There are no connected links
        """
      ],
      wrong: [
        (
          """

          Links created from this site:
          -------------------------------
          Link link1 not connected

          Current links from other sites that are connected:
          ----------------------------------------
          There are no connected links
          """, .notReady
        ),
        (
          """

          Links created from this site:
          -------------------------------
          Link link1 not connected (Failed to redeem claim: No such claim)

          Current links from other sites that are connected:
          ----------------------------------------
          There are no connected links
          """, .different
        ),
        (
          """

          Links created from this site:
          -------------------------------
          There are no links configured or connected

          Current links from other sites that are connected:
          ----------------------------------------
          There are no connected links
          """, .notReady
        ),
        (
          """

          Links created from this site:
          -------------------------------
          Link link2 is connected

          Current links from other sites that are connected:
          ----------------------------------------
          There are no connected links
          """, .different
        ),
        (
          """

          Links created from this site:
          -------------------------------
          Link link1 is connected
          Link link2 is connected

          Current links from other sites that are connected:
          ----------------------------------------
          There are no connected links
          """, .different
        ),
      ]),
    Case(
      name: "expose database",
      expected: "deployment patient-portal-database exposed as database",
      right: ["deployment patient-portal-database exposed as database"],
      wrong: [
        ("deployment patient-portal-database exposed as postgres", .different),
        ("deployment patient-portal-frontend exposed as database", .different),
        (
          "Error: Unable to create skupper service: Could not read deployment patient-portal-database: deployments.apps \"patient-portal-database\" not found",
          .different
        ),
      ]),
    Case(
      name: "expose payment processor",
      expected: "deployment patient-portal-payment-processor exposed as payment-processor",
      right: ["deployment patient-portal-payment-processor exposed as payment-processor"],
      wrong: [
        ("deployment patient-portal-payment-processor exposed as payment", .different),
        ("deployment payment-processor exposed as payment-processor", .different),
      ]),
    Case(
      name: "services",
      expected: """
        NAME                      TYPE        CLUSTER-IP     EXTERNAL-IP   PORT(S)                      AGE
        database                  ClusterIP   10.217.5.186   <none>        5432/TCP                     40s
        patient-portal-frontend   ClusterIP   10.217.5.67    <none>        8080/TCP                     6m19s
        payment-processor         ClusterIP   10.217.5.135   <none>        8080/TCP                     4s
        skupper                   ClusterIP   10.217.4.36    <none>        8010/TCP,8080/TCP,8081/TCP   5m19s
        skupper-router            ClusterIP   10.217.5.192   <none>        55671/TCP,45671/TCP          5m20s
        skupper-router-local      ClusterIP   10.217.4.103   <none>        5671/TCP                     5m20s
        """,
      right: [services()],
      wrong: [
        (services(without: "payment-processor"), .different),
        (services(databasePort: "5433/TCP"), .different),
        (services(databasePort: "5432/UDP"), .different),
        (services(type: "NodePort"), .different),
        (services(external: "<pending>"), .notReady),
        (services(external: "127.7.1.9"), .different),
        (services(extra: "\nError from server: etcdserver: request timed out"), .different),
        (services(extra: "\nlink   ClusterIP   127.7.1.9   <none>   80/TCP   3s"), .different),
      ]),
  ]

  static let authorCertificate =
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURMVENDQWhXZ0F3SUJBZ0lSQUtDa1V6bW1Bc24vbHFrVHpwT3Y="

  static func token(
    certificate: String =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJpekNDQVRHZ0F3SUJBZ0lRUjhxTlA3c3Y4eFd0T2Jk",
    password: String = "ZUg2dFJ6UDNxV205c1gyYlY3bks0ZEo4", kind: String = "Secret",
    host: String = "claims-public.crc-rwwzd-master-0.crc.p2k9zq4xw7.instruqt.io", port: Int = 443,
    type: String = "token-claim", name: String = "7c5d4d6c-7d1f-11ee-8c99-0242ac120002",
    url: String? = nil
  ) -> String {
    """
    apiVersion: v1
    data:
      ca.crt: \(certificate)
      password: \(password)
    kind: \(kind)
    metadata:
      annotations:
        skupper.io/generated-by: 0e1c2d3b-4a59-4687-9786-a5b4c3d2e1f0
        skupper.io/site-version: 1.3.0
        skupper.io/url: https://\(host):\(port)/\(url ?? name)
      creationTimestamp: null
      labels:
        skupper.io/type: \(type)
      name: \(name)
    """
  }

  static func services(
    without: String = "-", databasePort: String = "5432/TCP", type: String = "ClusterIP",
    external: String = "<none>", extra: String = ""
  ) -> String {
    """
    NAME                      TYPE        CLUSTER-IP    EXTERNAL-IP   PORT(S)                      AGE
    database                  ClusterIP   127.7.1.12    <none>        \(databasePort)                     12s
    patient-portal-frontend   \(type)   127.7.1.3     \(external)        8080/TCP                     2m5s
    payment-processor         ClusterIP   127.7.1.13    <none>        8080/TCP                     9s
    skupper                   ClusterIP   127.7.1.6     <none>        8010/TCP,8080/TCP,8081/TCP   80s
    skupper-router            ClusterIP   127.7.1.5     <none>        55671/TCP,45671/TCP          81s
    skupper-router-local      ClusterIP   127.7.1.4     <none>        5671/TCP                     81s
    """
    .split(separator: "\n").filter { !$0.hasPrefix(without) }.joined(separator: "\n") + extra
  }
}
