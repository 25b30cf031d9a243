import Testing
import Transcripts

/// Words that may stand for each other, and words that look as if they might.
@Suite struct TokenKindTests {
  @Test(arguments: [
    // verdict, kind, expected, actual
    ("similar", "age", "ready after 10s", "ready after 3m54s"),
    ("similar", "age", "took 1.25s today", "took 980ms today"),
    ("similar", "age", "up 4y15d", "up 2d3h"),
    ("similar", "age", "created 5 months ago", "created About a minute ago"),
    ("similar", "age", "image (5 months old) from x", "image (2 days old) from x"),
    ("similar", "age", "running for 12 seconds - 1 pod", "running for about a minute - 1 pod"),
    ("similar", "date", "at 2023-05-11T04:55:07Z", "at 2026-11-21T09:00:00Z"),
    ("similar", "date", "at 2023-05-11T04:55:07.123+02:00", "at 2026-11-21T09:00:00Z"),
    ("similar", "date", "on 2023-05-11 04:55:07", "on 2026-11-21 09:00:00"),
    ("similar", "date", "Thu May 11 04:55:07 UTC 2023", "Sat Nov 21 09:00:00 CET 2026"),
    ("similar", "date", "Thu, 11 May 2023 04:55:07 GMT", "Sat, 21 Nov 2026 09:00:00 GMT"),
    ("similar", "date", "drwxr-xr-x May 11 04:55 x", "drwxr-xr-x Nov 2 09:00 x"),
    ("similar", "address", "host 10.217.5.186 is up", "host 127.7.1.12 is up"),
    ("similar", "address", "via 10.0.0.0/16", "via 172.30.0.0/16"),
    ("similar", "address", "at fe80::1:2", "at 2001:db8::7"),
    ("similar", "address", "ip-10-0-1-2.ec2.internal", "ip-10-0-9-7.ec2.internal"),
    ("similar", "speed", "at 2.1KB/s", "at 12.4MB/s"),
    ("similar", "made-up name", "runs jolly_hopper", "runs sleepy_turing"),
    ("similar", "long number", "id 5577006791947779410", "id 8674665223082153551"),
    ("similar", "chosen port", "127.0.0.1:41233->80/tcp", "127.0.0.1:36907->80/tcp"),
    ("similar", "address", "on http://10.1.2.3:8080/x", "on http://127.7.1.1:8080/x"),
    (
      "similar", "UUID", "id 76c142fb-7fa0-4218-8427-021c0ce29fb0",
      "id 0e1c2d3b-4a59-4687-9786-a5b4c3d2e1f0"
    ),
    (
      "similar", "UUID", "token-76c142fb-7fa0-4218-8427-021c0ce29fb0 x",
      "token-0e1c2d3b-4a59-4687-9786-a5b4c3d2e1f0 x"
    ),
    (
      "similar", "generated name", "pod \"backend-79c4d4676f-dw99z\" deleted",
      "pod \"backend-5d9c6b8f7b-8kq2z\" deleted"
    ),
    ("similar", "generated name", "pod/fluentd-x9k2p created", "pod/fluentd-b7wqz created"),
    ("similar", "hexadecimal id", "commit 1a2b3c4", "commit 9f8e7d6c"),
    (
      "similar", "digest",
      "from sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      "from sha256:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
    ),
    (
      "similar", "base64", "password: M3MzWTExYzVldWlvZzkxeE5MYThWNVFr",
      "password: ZUg2dFJ6UDNxV205c1gyYlY3bks0ZEo4"
    ),
    (
      "similar", "password", "kubeadmin dpDFV-xamBW-kKAk3-Fi6Lg",
      "kubeadmin Zk3pQ-a9XcV-Lm2Nb-tT7yU"
    ),
    ("similar", "password", "secret: x7Kp2Qm9Rt", "secret: Zb4Wn8Lc3V"),
    ("similar", "temporary name", "in /tmp/tmp.Ab12Cd34Ef", "in /tmp/tmp.zzYYxx99WW"),
    ("similar", "node port", "80:30547/TCP open", "80:31999/TCP open"),
    (
      "similar", "random host label", "https://a.apps.azhnz6tm.eastus.aroapp.io/x",
      "https://a.apps.k3m9pq2w.eastus.aroapp.io/x"
    ),
    (
      "similar", "site's domain", "https://console-x.apps.lab.org/",
      "https://console-x.apps.public.example/"
    ),
    (
      "similar", "home path", "Token written to /Users/ada/secret.token",
      "Token written to /root/secret.token"
    ),
    (
      "similar", "home path", "Token written to /root/secret.token",
      "Token written to /var/lib/session/public/root/secret.token"
    ),
    (
      "similar", "home path", "open /etc/app/x.yml: ok",
      "open /var/lib/session/public/etc/app/x.yml: ok"
    ),
    ("similar", "port", "see https://h.example:443/x", "see https://h.example:8443/x"),
    ("similar", "port", "see http://h.example/x", "see http://h.example:8080/x"),
    ("similar", "rule line", "------------------------------", "-------------------------------"),
    ("similar", "counter", "server started, pid 4711", "server started, pid 12"),
    ("similar", "counter", "[1] 4711", "[1] 99"),
    ("similar", "counter", "load average: 0.52, 0.58, 0.59", "load average: 1.00, 0.01, 0.20"),
    ("drift", "version", "client v1.2.3", "client v1.3.0"),
    ("drift", "version", "bundle: crc_vfkit_4.11.7_amd64...", "bundle: crc_vfkit_4.12.1_amd64..."),
    ("drift", "version", "image nginx:1.25.3 pulled", "image nginx:1.27.0 pulled"),
    ("similar", "spacing", "a  b   c", "a b c"),
  ])
  func stands_for_another_of_its_kind(
    verdict: String, kind: String, expected: String, actual: String
  ) {
    let comparison = judge(expected, actual, session)
    #expect(comparison.verdict.rawValue == verdict, "\(comparison.sentence ?? "")")
    #expect(comparison.tolerated.map(\.kind).contains(kind), "\(comparison.tolerated)")
  }

  @Test(arguments: [
    ("listening on 8080", "listening on 9090"),
    ("You have access to 66 projects", "You have access to 67 projects"),
    ("scaled to 3 replicas", "scaled to 2 replicas"),
    ("exit status 0", "exit status 1"),
    ("1 of 2 ready", "0 of 2 ready"),
    ("from 127.0.0.1:8080 -> 8080", "from 127.0.0.2:8080 -> 8080"),
    ("on 0.0.0.0:80", "on 10.0.0.1:80"),
    ("on [::1]:8080", "on [fe80::1]:8080"),
    ("mask 255.255.255.0", "mask 255.255.0.0"),
    ("net 10.0.0.0/16", "net 10.0.0.0/24"),
    ("http://10.1.2.3:8080/x", "http://10.1.2.3:9090/x"),
    ("8080:30547/TCP", "8081:30547/TCP"),
    ("8080:30547/TCP", "8080:30547/UDP"),
    ("8080:30547/TCP", "8080:443/TCP"),
    ("a-76c142fb-7fa0-4218-8427-021c0ce29fb0", "b-76c142fb-7fa0-4218-8427-021c0ce29fb1"),
    ("frontend-c684c5c45-295hd", "backend-c684c5c45-295hd"),
    ("frontend-c684c5c45-295hd", "frontend-0"),
    ("frontend-c684c5c45-295hd", "frontend-295hd"),
    ("patient-portal-frontend", "patient-portal-backend"),
    ("port named web-https", "port named web-http2"),
    ("commit 2010aba1e1bb5a348fdb498aa75ea97f6e30ee02", "commit 1a2b3c4"),
    (
      "cert: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSURMVENDQWhXZ0F3SUJBZ0lS",
      "cert: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0tCk1IY0NBUUVFSUZ6MTIzNDU2"
    ),
    ("data: M3MzWTExYzVldWlvZzkxeE5MYThWNVFr", "data: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"),
    ("Ubuntu22 is here", "Fedora37 is here"),
    ("https://a.apps.azhnz6tm.eastus.aroapp.io", "https://b.apps.azhnz6tm.eastus.aroapp.io"),
    ("https://a.apps.azhnz6tm.eastus.aroapp.io", "https://a.apps.azhnz6tm.westus.aroapp.io"),
    ("https://h.example:443/x", "https://h.example:9443/x"),
    ("https://h.example/x", "http://h.example/x"),
    ("written to /root/secret.token", "written to /root/other.token"),
    ("written to /root/secret.token", "written to /elsewhere/root/secret.token"),
    ("written to /root/x", "written to /rooted/x"),
    ("2023-05-11T04:55:07Z", "2023-05-11"),
    ("Thu May 11 04:55:07 UTC 2023", "May 11 04:55 2023"),
    ("cpu: 100m", "cpu: 250m"),
    ("2 apples", "3 apples"),
    ("for 12 items", "for 13 items"),
    ("value 1.5", "value 1.6"),
    ("----------", "=========="),
    ("namespace/hello-world created", "namespace/hello-world deleted"),
    ("deployment.apps/frontend created", "deployment.apps/backend created"),
    ("Status: enabled", "Status: disabled"),
    ("name=link1", "name=link2"),
    ("at http://localhost:8080/x", "at http://localhost:9090/x"),
    ("at http://localhost:50051/x", "at http://localhost:50052/x"),
    ("on 127.0.0.1:8080", "on 127.0.0.1:9090"),
    ("127.0.0.1:41233->80/tcp", "127.0.0.1:36907->81/tcp"),
    ("a-76c142fb-7fa0-4218-8427-021c0ce29fb0-x", "a-0e1c2d3b-4a59-4687-9786-a5b4c3d2e1f0-y"),
    ("jolly_hopper runs", "shop_db runs"), ("80/tcp is open", "8080/tcp is open"),
    ("LISTEN 4711/till", "LISTEN 4711/toll"), ("waits 5 seconds", "waits 6 seconds"),
    ("after 1 use(s)", "after 3 use(s)"), ("#12 is open", "#13 is open"),
    ("checks ........ ok", "checks FAILED ok"), ("process 3 failed", "process 4 failed"),
    ("< Content-Length: 12", "< Content-Length: 13"), ("Age: 30 years", "Age: 31 years"),
    ("ip-10-0-1-2.ec2.internal", "ip-10-0-1-2.other.internal"),
  ])
  func never_stands_for_what_only_looks_like_it(expected: String, actual: String) {
    let comparison = judge(expected, actual, session)
    #expect(comparison.verdict == .different, "tolerated \(comparison.tolerated)")
  }
}
