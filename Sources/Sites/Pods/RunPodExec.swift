/// The role of a process that becomes a container: `trestle pod-exec --parent PID -- COMMAND…`.
import Platform

/// Ties this process to the site that started it, then becomes the container's program.
/// - Returns: 126 or 127 when that fails, as a shell would.
package func runPodExec(arguments: [String]) -> Int32 {
  let options = RoleArguments(arguments)
  guard let program = options.rest.first else {
    try? StandardStream.error.writeAll("trestle pod-exec: Name a program after \"--\".\n")
    return 126
  }
  do {
    try DieWithParent.arm(parent: options.values["parent"].flatMap { Int32($0) })
    try Executable.replace(
      with: ProcessLaunch(program, Array(options.rest.dropFirst())))
  } catch {
    try? StandardStream.error.writeAll(
      "exec: \"\(program)\": executable file not found in $PATH or not executable: \(error)\n")
    return 127
  }
}
