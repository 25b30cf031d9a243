import Documents
import Grading
import Platform
import Testing

@testable import Labs

@Suite struct ScriptTests {
  @Test(arguments: [
    ("#!/bin/bash -l\nx", ["/bin/bash", "-l"]), ("#!/usr/bin/env bash\n", ["bash"]),
    ("echo hello", ["/bin/bash"]), ("!#/bin/bash\n", ["/bin/bash"]), ("", ["/bin/bash"]),
    ("#!/opt/none/python3\n", ["python3"]),
  ])
  func finds_a_script_s_interpreter(text: String, words: [String]) {
    #expect(ScriptRunner.interpreter(text) == words)
  }

  @Test func variables_belong_to_a_host_and_others_can_read_them() {
    var variables = ScriptVariables(document: [:])
    variables.set("Token", "abc", host: "cloud")
    variables.set("token", "own", host: "edge")
    #expect(variables.value("TOKEN", host: "cloud") == "abc")
    #expect(variables.value("token", host: "edge") == "own")
    #expect(variables.value("token", host: "third") != nil)
    #expect(variables.value("missing", host: "cloud") == nil)
  }

  @Test func helpers_keep_what_they_are_told_in_the_session() throws {
    let folder = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(folder) }
    try Files.makeDirectory("\(folder)/state")
    let environment = ["TRESTLE_SESSION_FOLDER": folder, "TRESTLE_HOST": "cloud"]
    func agent(_ words: String...) -> Int32 {
      ScriptHelpers.run("agent", arguments: words, environment: environment)
    }
    #expect(agent("variable", "set", "key", "two words") == 0)
    #expect(agent("variable", "get", "missing") == 1)
    #expect(agent("nonsense") == 1)
    let kept = ScriptVariables.load(SessionFolder(path: folder))
    #expect(kept.value("KEY", host: "cloud") == "two words")
    #expect(ScriptHelpers.run("fail-message", arguments: ["no"], environment: environment) == 1)
    #expect(ScriptHelpers.run("fail-message", arguments: ["no"], environment: [:]) == 1)
  }
}

@Suite struct WebAddressTests {
  @Test func takes_an_address_apart() throws {
    let address = try #require(WebAddress("https://a.example:8443/api/x?y=1#z"))
    #expect(address.isSecure)
    #expect(address.host == "a.example")
    #expect(address.port == 8443)
    #expect(address.target == "/api/x?y=1")
    #expect(address.hostField == "a.example:8443")
    #expect(WebAddress("http://a.example")?.target == "/")
    #expect(WebAddress("https://a.example")?.hostField == "a.example")
    #expect(WebAddress("ftp://a") == nil)
    #expect(WebAddress("https://") == nil)
  }

  @Test func a_document_holds_another_when_it_has_all_its_members() {
    #expect(MachineActions.contains(["error": .null, "more": 1], ["error": .null]))
    #expect(MachineActions.contains(["more": 1], ["error": .null]))
    #expect(!MachineActions.contains(["error": "no"], ["error": .null]))
    #expect(MachineActions.contains(["a": ["b": 1, "c": 2]], ["a": ["b": 1]]))
    #expect(!MachineActions.contains(["a": ["b": 2]], ["a": ["b": 1]]))
  }

  @Test(
    arguments: [
      ("a: 1\nb: 2\n", nil), ("\na: 1  \r\nb: 2", nil), ("", "it is still empty"),
      ("a: 1\nb: 3\n", "line 2 differs"), ("a: 1\n", "it has 1 line in place of 2"),
    ] as [(String, String?)])
  func a_copy_may_differ_only_in_blanks_around_its_lines(copy: String, difference: String?) {
    let original = Array("a: 1\nb: 2\n".utf8)
    #expect(MachineActions.difference(Array(copy.utf8), from: original) == difference)
  }
}

@Suite struct HostFolderTests {
  @Test func paths_mean_what_they_mean_where_the_root_is_the_working_folder() {
    let host = HostFolder(root: "/s/hosts/crc")
    #expect(host.resolve("root/secret.token") == "/s/hosts/crc/root/secret.token")
    #expect(host.resolve("/home/x") == "/s/hosts/crc/home/x")
    #expect(host.resolve("~/x") == "/s/hosts/crc/root/x")
    #expect(host.resolve("~") == "/s/hosts/crc/root")
  }

  @Test func a_file_outside_of_its_host_is_refused() throws {
    let home = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(home) }
    let folder = SessionFolder(path: home)
    let error = #expect(throws: LabError.self) {
      try HostFolder.prepare("crc", in: folder, files: ["../../outside": "x"])
    }
    #expect(error?.code == .input || error?.code == .environment)
    #expect(!Files.exists("\(home)/outside"))
  }

  @Test func files_that_are_there_stay_as_they_are() throws {
    let home = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(home) }
    let folder = SessionFolder(path: home)
    let host = try HostFolder.prepare("crc", in: folder, files: ["home/secret.token": ""])
    try Files.write("\(host.root)/home/secret.token", text: "pasted")
    _ = try HostFolder.prepare("crc", in: folder, files: ["home/secret.token": ""])
    #expect(try Files.readText("\(host.root)/home/secret.token") == "pasted")
  }
}

@Suite struct ProgressStoreTests {
  @Test func what_was_saved_is_there_for_the_next_one() throws {
    let folder = try Files.makeTemporaryDirectory()
    defer { try? Files.remove(folder) }
    let path = "\(folder)/progress.db"
    do {
      let store = try ProgressStore(path: path)
      var entry = ProgressStore.Entry(track: "/t", title: "A lab", step: "2.1", session: "/s")
      entry.progress.apply(.stepPassed("1.1", verdict: "similar"))
      try store.save(entry)
    }
    let store = try ProgressStore(path: path)
    let entry = try #require(try store.entry("/t"))
    #expect(entry.step == "2.1")
    #expect(entry.session == "/s")
    #expect(entry.progress.steps["1.1"]?.state == .passed)
    try store.remove("/t")
    #expect(try store.entry("/t") == nil)
  }
}
