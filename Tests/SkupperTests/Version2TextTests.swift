import Documents
import Testing

@testable import Skupper

@Suite struct Version2TextTests {
  private static func object(_ name: String, _ spec: Value, _ status: Value) -> Value {
    ["metadata": ["name": Value(name)], "spec": spec, "status": status]
  }

  @Test func tables_are_set_by_tabulators_of_eight() {
    #expect(
      Version2.siteTable([
        Self.object("west", [:], ["status": "Ready", "message": "OK"]),
        Self.object("a-long-name", [:], ["status": "Pending", "message": "Pending"]),
      ]) == """
        NAME\t\tSTATUS\tMESSAGE
        west\t\tReady\tOK
        a-long-name\tPending\tPending

        """)
  }

  @Test func listeners_connectors_and_links_are_listed_and_described() {
    let ready: Value = [
      "status": "Ready", "message": "OK", "hasMatchingConnector": true,
      "hasMatchingListener": true,
    ]
    let listener = Self.object(
      "backend", ["routingKey": "backend", "host": "backend", "port": 8080], ready)
    #expect(
      Version2.listenerTable([listener]) == """
        NAME\tSTATUS\tROUTING-KEY\tHOST\tPORT\tMATCHING-CONNECTOR\tMESSAGE
        backend\tReady\tbackend\t\tbackend\t8080\ttrue\t\t\tOK

        """)
    let connector = Self.object(
      "backend", ["routingKey": "backend", "selector": "app=backend", "port": 8080], ready)
    #expect(
      Version2.connectorText(connector).hasPrefix(
        "Name:\t\t\tbackend\nStatus:\t\t\tReady\nRouting key:\t\tbackend\n"))
    #expect(
      Version2.linkText(Self.object("l", ["cost": 1], ["status": "Ready", "message": "OK"]))
        == "Name\t: l\nStatus\t: Ready\nCost\t: 1\nMessage\t: OK\n")
  }

  @Test func nothing_is_said_in_a_sentence() {
    #expect(Version2.siteTable([]) == "There is no existing Skupper site resource\n")
    #expect(Version2.linkTable([]) == "There are no link resources in the namespace\n")
    #expect(Version2.listenerTable([]) == "No listeners found\n")
    #expect(Version2.connectorTable([]) == "No connectors found\n")
  }

  @Test func an_issued_token_is_explained() {
    #expect(
      Version2.issued("west-1", file: "/tmp/t", redemptions: 1, seconds: 900) == """

        Grant "west-1" is ready
        Token file /tmp/t created

        Transfer this file to a remote site. At the remote site,
        create a link to this site using the "skupper token redeem" command:

        \tskupper token redeem <file>

        The token expires after 1 use(s) or after 15m0s.

        """)
  }

  @Test func wrong_input_is_told_all_at_once() {
    var check = InputCheck()
    check.name("My site", "site name")
    check.option("maybe", "status", among: ["ready", "none"])
    _ = check.port("abcd", "listener port")
    _ = check.port("70000", "listener port")
    check.duration(5, "timeout", atLeast: 10)
    check.duration(3600, "expiration time", atLeast: 60)
    #expect(
      check.reasons == [
        "site name is not valid: value does not match this regular expression: "
          + "^[a-z0-9]([-a-z0-9]*[a-z0-9])*(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])*)*$",
        "status is not valid: value maybe not allowed. It should be one of this options: "
          + "[ready none]",
        "listener port is not valid: strconv.Atoi: parsing \"abcd\": invalid syntax",
        "listener port is not valid: 70000 is outside 1 to 65535",
        "timeout is not valid: duration must not be less than 10s; got 5s",
      ])
    do {
      try check.finish()
      Issue.record("wrong input was accepted")
    } catch {
      #expect(error.code == 2 && error.text.split(separator: "\n").count == 5)
    }
  }
}
