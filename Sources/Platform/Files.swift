import CPlatform
import Glibc

/// Files and folders by path.
package enum Files {
  /// What a path is, without following a link: `lstat(2)`.
  package enum Kind: Sendable { case file, directory, link, socket, other }

  /// The whole content of a file.
  package static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor.reading(path)
    do throws(SystemError) {
      return try file.readToEnd()
    } catch { throw SystemError(error.code, attempt: "read \(path)") }
  }

  /// The whole content of a file as text; what is not UTF-8 is replaced.
  package static func readText(_ path: String) throws(SystemError) -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  /// Puts the content there at once: a reader sees the old file or the new one, never a part.
  /// With `durable` it survives a power cut: `rename(2)`, `fsync(2)`.
  package static func write(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644, durable: Bool = false
  ) throws(SystemError) {
    let temporary = "\(Path.parent(of: path))/.\(Path.name(of: path)).\(getpid()).\(serial())"
    do throws(SystemError) {
      let file = try FileDescriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
      try file.writeAll(bytes)
      _ = try systemCall("set the mode") { fchmod(file.number, mode) }
      if durable { _ = try systemCall("flush") { fsync(file.number) } }
      file.close()
      _ = try systemCall("rename") { unsafe rename(temporary, path) }
    } catch {
      _ = unsafe unlink(temporary)
      throw SystemError(error.code, attempt: "write \(path)")
    }
    if durable, let folder = try? FileDescriptor.open(Path.parent(of: path), O_RDONLY) {
      _ = fsync(folder.number)
    }
  }

  /// Puts text there at once.
  package static func write(
    _ path: String, text: String, mode: UInt32 = 0o644, durable: Bool = false
  ) throws(SystemError) {
    try write(path, Array(text.utf8), mode: mode, durable: durable)
  }

  /// Adds the bytes at a file's end, making the file when it is not there.
  package static func append(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644
  ) throws(SystemError) {
    try FileDescriptor.appending(path, mode: mode).writeAll(bytes)
  }

  /// Makes a folder and those above it; fine when it is there: `mkdir(2)`.
  package static func makeDirectory(
    _ path: String, mode: UInt32 = 0o755
  ) throws(SystemError) {
    if unsafe mkdir(path, mode) == 0 || isDirectory(path) { return }
    let code = Errno.current
    let parent = Path.parent(of: path)
    guard code == .noEntry, parent != path else {
      throw SystemError(code, attempt: "make the folder \(path)")
    }
    try makeDirectory(parent)
    if unsafe mkdir(path, mode) != 0, !isDirectory(path) {
      throw SystemError(.current, attempt: "make the folder \(path)")
    }
  }

  /// A new folder that only this user can enter: `mkdtemp(3)`.
  package static func makeTemporaryDirectory(
    prefix: String = "trestle", in parent: String? = nil
  ) throws(SystemError) -> String {
    let place = parent ?? Environment["TMPDIR"] ?? "/tmp"
    var template = "\(place)/\(prefix).XXXXXX".utf8CString
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard made else { throw SystemError(.current, attempt: "make a folder in \(place)") }
    return String(
      decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a file or link: `unlink(2)`.
  package static func removeFile(_ path: String) throws(SystemError) {
    _ = try systemCall("remove \(path)") { unsafe unlink(path) }
  }

  /// Removes a file, a link or a folder with all that is in it; fine when it is not there. Links
  /// are removed, never followed.
  package static func remove(_ path: String) throws(SystemError) {
    switch kind(path) {
    case nil: return
    case .directory:
      for name in try list(path) { try remove("\(path)/\(name)") }
      _ = try systemCall("remove the folder \(path)") { unsafe rmdir(path) }
    default:
      if unsafe unlink(path) != 0, Errno.current != .noEntry {
        throw SystemError(.current, attempt: "remove \(path)")
      }
    }
  }

  /// The names in a folder, in byte order: `readdir(3)`.
  package static func list(_ path: String) throws(SystemError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw SystemError(.current, attempt: "list \(path)")
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a link at the path in place of whatever link or file stands there: `symlink(2)`.
  package static func link(_ path: String, to target: String) throws(SystemError) {
    let temporary = "\(Path.parent(of: path))/.\(Path.name(of: path)).\(getpid()).\(serial())"
    do throws(SystemError) {
      _ = try systemCall("make the link") { unsafe symlink(target, temporary) }
      _ = try systemCall("rename") { unsafe rename(temporary, path) }
    } catch {
      _ = unsafe unlink(temporary)
      throw SystemError(error.code, attempt: "make the link \(path)")
    }
  }

  /// Where a link points: `readlink(2)`.
  package static func linkTarget(_ path: String) throws(SystemError) -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = try systemCall("read the link \(path)") {
      unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { text in
          unsafe text.baseAddress.map { unsafe readlink(path, $0, text.count) } ?? 0
        }
      }
    }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// The path without links, `.` and `..`: `realpath(3)`.
  package static func canonical(_ path: String) throws(SystemError) -> String {
    guard let result = unsafe realpath(path, nil) else {
      throw SystemError(.current, attempt: "find \(path)")
    }
    defer { unsafe free(result) }
    return unsafe String(cString: result)
  }

  /// What the path is, nil when there is nothing.
  package static func kind(_ path: String) -> Kind? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    case S_IFSOCK: .socket
    default: .other
    }
  }

  /// Whether something is there, links followed.
  package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether it is a folder, links followed.
  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether this user may execute it.
  package static func isExecutable(_ path: String) -> Bool {
    unsafe access(path, X_OK) == 0 && !isDirectory(path)
  }

  /// The permission bits, links followed; nil when there is nothing.
  package static func permissions(_ path: String) -> UInt32? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  /// How many bytes a file has, nil when there is nothing.
  package static func size(_ path: String) -> Int? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// When a file's content last changed, nil when there is nothing.
  package static func modified(_ path: String) -> WallTime? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return WallTime(
      seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int32(status.st_mtim.tv_nsec))
  }

  /// Sets the permission bits: `chmod(2)`.
  package static func setPermissions(_ path: String, _ mode: UInt32) throws(SystemError) {
    _ = try systemCall("set the permissions of \(path)") { unsafe chmod(path, mode) }
  }

  /// Gives a file another name, in place of what had it: `rename(2)`.
  package static func move(_ path: String, to other: String) throws(SystemError) {
    _ = try systemCall("move \(path) to \(other)") { unsafe rename(path, other) }
  }

  /// Copies a file with its permissions.
  package static func copy(_ path: String, to other: String) throws(SystemError) {
    try write(other, try read(path), mode: permissions(path) ?? 0o644)
  }

  /// The working directory: `getcwd(3)`.
  package static var currentDirectory: String {
    (try? linkTarget("/proc/self/cwd")) ?? "/"
  }

  private static func serial() -> UInt64 { UInt64(MonotonicTime.now().nanoseconds) }
}

/// Paths as text.
package enum Path {
  /// The folder of a path: `.` for a bare name, `/` for what lies in the root.
  package static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// A path seen from a folder: itself when it is absolute.
  package static func resolve(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : directory == "/" ? "/\(path)" : "\(directory)/\(path)"
  }
}
