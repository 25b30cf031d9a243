import Platform
import Tracks

/// Tracks read from the disk.
package enum TrackLoader {
  /// The most files below a track's folder that are looked at.
  private static let mostFiles = 20_000

  /// Reads the track at a path: a folder or a Markdown file.
  /// - Parameter lab: the path of a lab file; without it one beside the track is taken.
  package static func load(_ path: String, lab: String? = nil) throws(LabError) -> Track {
    guard Files.exists(path) else {
      throw LabError(
        .input, "There is no file or folder \(path); give the path of a track or a Markdown file.")
    }
    let name = Files.isDirectory(path) ? "" : Path.name(of: path)
    do {
      return try TrackReader.read(path: name, files: files(of: path), labFile: try source(lab))
    } catch let error as TrackError {
      throw LabError(.input, error.description)
    } catch let error as LabError {
      throw error
    } catch {
      throw LabError(.input, "\(path) can't be read: \(error)")
    }
  }

  /// What lint says about a track, what reading it found included.
  package static func findings(of track: Track, at path: String) -> [Finding] {
    Rules.check(track, files: files(of: path))
  }

  /// Repairs what lint can repair in the files of a track; tells which files it wrote.
  package static func fix(at path: String, lab: String? = nil) throws(LabError) -> [String] {
    let track = try load(path, lab: lab)
    let files = files(of: path)
    let root = Files.isDirectory(path) ? path : Path.parent(of: path)
    var written: [String] = []
    let changed = TextFixes.applied(Rules.check(track, files: files), to: files)
    for (name, bytes) in changed.sorted(by: { $0.key < $1.key }) {
      let file = Path.resolve(name, in: root)
      do {
        // A link stays a link, and a script can be run as before.
        let target = (try? Files.canonical(file)) ?? file
        try Files.write(target, bytes, mode: (Files.permissions(target) ?? 0o644) & 0o7777)
      } catch {
        throw LabError(.input, "The file \(file) can't be repaired: \(error)")
      }
      written.append(file)
    }
    return written
  }

  /// Turns what lies at a path into a track in a new folder; tells what could not be carried over.
  package static func importTrack(
    at path: String, to folder: String
  ) throws(LabError) -> [Finding] {
    guard Files.exists(path) else {
      throw LabError(.input, "There is no file or folder \(path); give the path of a scenario.")
    }
    guard !Files.exists(folder) || (try? Files.list(folder))?.isEmpty == true else {
      throw LabError(.input, "The folder \(folder) is not empty; name one that is not there yet.")
    }
    do {
      let name = Files.isDirectory(path) ? "" : Path.name(of: path)
      let imported = try TrackImport.read(path: name, files: files(of: path))
      for (name, bytes) in imported.files.sorted(by: { $0.key < $1.key }) {
        let file = Path.resolve(name, in: folder)
        try Files.makeDirectory(Path.parent(of: file))
        try Files.write(file, bytes, mode: imported.programs.contains(name) ? 0o755 : 0o644)
      }
      return imported.leftOut
    } catch let error as TrackError {
      throw LabError(.input, error.description)
    } catch {
      throw LabError(.input, "\(path) can't be imported: \(error)")
    }
  }

  /// The files that belong to the track at a path.
  private static func files(of path: String) -> TrackFiles {
    let isFolder = Files.isDirectory(path)
    let root = isFolder ? path : Path.parent(of: path)
    return TrackFiles(
      root: root == "." && !path.hasPrefix("./") ? "" : root,
      paths: isFolder ? paths(below: root) : siblings(in: root)
    ) { try? Files.read(Path.resolve($0, in: root)) }
  }

  private static func source(_ lab: String?) throws(LabError) -> SourceFile? {
    guard let lab else { return nil }
    do {
      return SourceFile(path: lab, text: try Files.readText(lab))
    } catch {
      throw LabError(.input, "The lab file \(lab) can't be read: \(error)")
    }
  }

  private static func siblings(in folder: String) -> [String] {
    ((try? Files.list(folder)) ?? []).filter { !Files.isDirectory("\(folder)/\($0)") }
  }

  private static func paths(below root: String) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast(), found.count < mostFiles {
      let full = folder.isEmpty ? root : "\(root)/\(folder)"
      for name in (try? Files.list(full)) ?? [] where name != ".git" {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        if Files.kind("\(root)/\(path)") == .directory {
          folders.append(path)
        } else {
          found.append(path)
        }
      }
    }
    return found
  }
}
