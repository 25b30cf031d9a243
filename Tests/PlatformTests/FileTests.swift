import Glibc
import Platform
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FileTests {
  @Test func a_file_is_written_at_once_with_its_mode() async throws {
    try await withTemporaryDirectory { folder in
      let path = "\(folder)/secret"
      try Files.write(path, text: "one", mode: 0o600)
      try Files.write(path, text: "two", mode: 0o640, durable: true)
      #expect(try Files.readText(path) == "two")
      #expect(Files.permissions(path) == 0o640)
      #expect(try Files.list(folder) == ["secret"])
      try Files.append(path, Array("+".utf8))
      #expect(try Files.readText(path) == "two+")
    }
  }

  @Test func a_tree_is_removed_without_following_links() async throws {
    try await withTemporaryDirectory { folder in
      try Files.makeDirectory("\(folder)/a/b/c")
      try Files.makeDirectory("\(folder)/a/b/c")
      try Files.makeDirectory("\(folder)/kept")
      try Files.write("\(folder)/kept/file", text: "x")
      try Files.link("\(folder)/a/b/link", to: "\(folder)/kept")
      try Files.link("\(folder)/a/b/link", to: "../../kept")
      #expect(try Files.linkTarget("\(folder)/a/b/link") == "../../kept")
      #expect(Files.kind("\(folder)/a/b/link") == .link)
      try Files.remove("\(folder)/a")
      try Files.remove("\(folder)/a")
      #expect(!Files.exists("\(folder)/a"))
      #expect(Files.exists("\(folder)/kept/file"))
    }
  }

  @Test func errors_name_the_file_and_the_reason() throws {
    let error = #expect(throws: SystemError.self) { try Files.read("/no/such") }
    #expect(
      error?.description == "cannot open /no/such: No such file or directory (ENOENT)")
  }

  @Test func a_held_lock_names_its_holder_and_ends_with_it() async throws {
    try await withTemporaryDirectory { folder in
      let path = "\(folder)/lock"
      guard case .acquired(let lock) = try FileLock.acquire(path) else {
        Issue.record("the first lock was refused")
        return
      }
      guard case .heldBy(let pid) = try FileLock.acquire(path) else {
        Issue.record("the second lock was granted")
        return
      }
      #expect(pid == getpid())
      lock.release()
      guard case .acquired = try FileLock.acquire(path) else {
        Issue.record("a freed lock was refused")
        return
      }
    }
  }

  @Test func changes_in_a_folder_are_told_by_name() async throws {
    try await withTemporaryDirectory { folder in
      let loop = try EventLoop.start(name: "test")
      defer { loop.stop() }
      let names = Mutex<Set<String>>([])
      try await on(loop) {
        let watch = try DirectoryWatch(folder, on: loop) { changed in
          names.withLock { $0.formUnion(changed) }
        }
        loop.schedule(after: .seconds(60)) { watch.stop() }
      }
      try Files.write("\(folder)/certificate", text: "x")
      try await eventually("the name of the file") {
        names.withLock { $0 }
      } holds: {
        $0.contains("certificate")
      }
    }
  }

  @Test func paths_split_as_dirname_and_basename_do() {
    #expect(Path.parent(of: "/a/b") == "/a")
    #expect(Path.parent(of: "/a") == "/")
    #expect(Path.parent(of: "a") == ".")
    #expect(Path.name(of: "/a/b") == "b")
    #expect(Path.resolve("x", in: "/") == "/x")
    #expect(Path.resolve("/x", in: "/y") == "/x")
  }

  @Test func this_program_and_its_environment_are_known() {
    #expect(Files.isExecutable(Executable.path))
    #expect(Environment["PATH"] != nil)
    #expect(User.identifier == geteuid())
  }
}
