/// Where a path of a container is for a program that runs in it: the container's `/` is a folder,
/// and programs start in it.
struct ContainerPaths: Sendable {
  /// The folder that stands for `/`.
  let root: String
  /// The folder in which the program starts, the root or below it.
  let directory: String

  /// A word of a command as the program has to get it: an absolute path that is the container's
  /// becomes one that leads there from the program's folder; everything else stays as it is.
  ///
  /// A path is the container's when the container has it, when it is below `/tmp`, and when it
  /// would be a new file in one of the container's folders that the machine has not got.
  func outside(_ word: String, exists: (String) -> Bool) -> String {
    guard word.hasPrefix("/"), !word.split(separator: "/").contains("..") else { return word }
    let parts = word.split(separator: "/")
    let inside = ([root] + parts.map(String.init)).joined(separator: "/")
    let parent = parts.dropLast().map(String.init)
    let isNew =
      !parent.isEmpty && exists(([root] + parent).joined(separator: "/")) && !exists(word)
    guard exists(inside) || parts.first == "tmp" || isNew else { return word }
    let up = directory.dropFirst(root.count).split(separator: "/").map { _ in ".." }
    let path = (up + parts.map(String.init)).joined(separator: "/")
    return path.isEmpty ? "." : path + (word.hasSuffix("/") ? "/" : "")
  }
}
