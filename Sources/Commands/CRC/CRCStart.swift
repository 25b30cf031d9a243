import Documents
import Kubernetes
import Platform

/// `crc start` and `crc setup`: what they say while the site starts.
enum CRCStart {
  /// A line of the log and how long what it tells of takes.
  private struct Line {
    var text: String
    var milliseconds: Int

    init(_ text: String, _ milliseconds: Int = 60) {
      self.text = text
      self.milliseconds = milliseconds
    }
  }

  static func run(_ call: CRCCall) throws(CommandError) {
    let before = try call.ask("GET", nil)
    let state = before["state"]?.string ?? ""
    let version = call.release.full
    if !call.flags.isSet("disable-update-check"), state != "running" {
      let next = call.release.nextLocal
      call.log(
        .warn,
        "A new version (\(next)) has been published on https://developers.redhat.com/content-gateway/"
          + "file/pub/openshift-v4/clients/crc/\(next)/\(system(call).installer)")
    }
    if state == "running" {
      call.log(.info, "A CRC VM for OpenShift \(version) is already running")
      finish(call, before)
      return
    }
    tell(call, system(call).checks)
    let bundle = "crc_\(system(call).driver)_\(version)_amd64"
    call.log(.info, "Loading bundle: \(bundle)...")
    call.pause(.milliseconds(500))
    if state == "absent" {
      pullSecret(call)
      tell(
        call,
        [
          Line("Creating CRC VM for openshift \(version)...", 400),
          Line("Generating new SSH key pair...", 200),
          Line("Generating new password for the kubeadmin user", 100),
        ])
    }
    call.log(.info, "Starting CRC VM for openshift \(version)...")
    let site = try call.ask("POST", "start")
    call.log(.info, "CRC instance is running with IP 127.0.0.1")
    tell(call, wakingUp(isNew: state == "absent"))
    tell(call, settlingDown)
    try CRCKubeconfig.add(call, site)
    call.log(.info, "Adding crc-admin and crc-developer contexts to kubeconfig...")
    try linkTools(call)
    finish(call, site)
  }

  static func setUp(_ call: CRCCall) throws(CommandError) {
    tell(call, system(call).checks)
    call.print(
      "Your system is correctly setup for using CRC. Use 'crc start' to start the instance")
  }

  private static func tell(_ call: CRCCall, _ lines: [Line]) {
    for line in lines {
      call.log(.info, line.text)
      call.pause(.milliseconds(line.milliseconds))
    }
  }

  /// The question that a real instance asks; nobody has to have the answer here.
  private static func pullSecret(_ call: CRCCall) {
    guard call.flags["pull-secret-file"] == nil else { return }
    call.printer.err(
      "CRC requires a pull secret to download content from Red Hat.\n"
        + "You can copy it from the Pull Secret section of "
        + "https://console.redhat.com/openshift/create/local.\n"
        + "? Please enter the pull secret \(String(repeating: "*", count: 98))\n\n")
    call.pause(.milliseconds(400))
  }

  private static func wakingUp(isNew: Bool) -> [Line] {
    let first = [
      Line("CRC VM is running"), Line("Updating authorized keys...", 100),
      Line("Check internal and public DNS query...", 100),
      Line("Check DNS query from host...", 100),
      Line("Verifying validity of the kubelet certificates..."),
      Line("Starting kubelet service", 200),
      Line("Waiting for kube-apiserver availability... [takes around 2min]", 900),
    ]
    let fresh = [
      Line("Adding user's pull secret to the cluster..."),
      Line("Updating SSH key to machine config resource..."),
      Line("Waiting for user's pull secret part of instance disk...", 200),
      Line("Changing the password for the kubeadmin user", 100), Line("Updating cluster ID..."),
      Line("Updating root CA cert to admin-kubeconfig-client-ca configmap..."),
    ]
    return first + (isNew ? fresh : [])
  }

  /// The operators come up one after the other, and are looked at as often as a real start does.
  private static var settlingDown: [Line] {
    let operators = ["image-registry", "openshift-controller-manager", "service-ca"]
    func progress(_ names: [String]) -> Line {
      Line(
        names.count == 1
          ? "Operator \(names[0]) is progressing"
          : "\(names.count) operators are progressing: \(names.joined(separator: ", "))", 250)
    }
    return [Line("Starting openshift instance... [waiting for the cluster to stabilize]", 400)]
      + Array(repeating: progress(operators), count: 4)
      + Array(repeating: progress(Array(operators.prefix(2))), count: 2)
      + Array(repeating: progress([operators[1]]), count: 4)
      + [
        Line("All operators are available. Ensuring stability...", 300),
        Line("Operators are stable (2/3)...", 300), Line("Operators are stable (3/3)...", 300),
      ]
  }

  /// The oc that belongs to the cluster lies where `crc oc-env` says.
  private static func linkTools(_ call: CRCCall) throws(CommandError) {
    do {
      let folder = "\(call.home)/.crc/bin/oc"
      try Files.makeDirectory(folder)
      try Files.makeDirectory("\(call.home)/.crc/cache")
      try Files.link("\(folder)/oc", to: Executable.path)
    } catch {
      throw CommandError("The oc of the cluster could not be put in place: \(error)")
    }
  }

  private static func finish(_ call: CRCCall, _ site: Value) {
    let passwords = site["passwords"]?.object?.strings ?? [:]
    call.print(
      """
      Started the OpenShift cluster.

      The server is accessible via web console at:
        \(call.consoleURL(site))

      Log in as administrator:
        Username: kubeadmin
        Password: \(passwords["kubeadmin"] ?? "")

      Log in as user:
        Username: developer
        Password: \(passwords["developer"] ?? "")

      Use the 'oc' command line interface:
        $ eval $(crc oc-env)
        $ oc login -u developer \(site["api"]?.string ?? "")
      """)
  }

  // What depends on the machine's system.

  private struct System {
    var installer: String
    /// What runs the virtual machine.
    var driver: String
    var checks: [Line]
  }

  private static func system(_ call: CRCCall) -> System {
    call.environment["TRESTLE_SYSTEM"] == "macos" ? macos : linux
  }

  private static let common = [
    "Checking if crc-admin-helper executable is cached",
    "Checking for obsolete admin-helper executable",
    "Checking if running on a supported CPU architecture", "Checking minimum RAM requirements",
    "Checking if crc executable symlink exists",
  ]

  private static let macos = System(
    installer: "crc-macos-installer.pkg", driver: "vfkit",
    checks: (["Checking if running as non-root"] + common + [
      "Checking if running emulated on a M1 CPU", "Checking if vfkit is installed",
      "Checking if old launchd config for tray and/or daemon exists",
      "Checking if crc daemon plist file is present and loaded",
    ]).map { Line($0) })

  private static let linux = System(
    installer: "crc-linux-amd64.tar.xz", driver: "libvirt",
    checks: (["Checking if running as non-root", "Checking if running inside WSL2"] + common + [
      "Checking if Virtualization is enabled", "Checking if KVM is enabled",
      "Checking if libvirt is installed", "Checking if user is part of libvirt group",
      "Checking if libvirt daemon is running",
      "Checking if a supported libvirt version is installed",
      "Checking if crc-driver-libvirt is installed",
      "Checking crc daemon systemd socket units", "Checking if NetworkManager is installed",
      "Checking if NetworkManager service is running",
      "Checking if libvirt 'crc' network is available",
      "Checking if libvirt 'crc' network is active",
    ]).map { Line($0) })
}
