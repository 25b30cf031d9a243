import Platform
import Tracks

/// A track to begin with: two sites, a service on one of them that the other one uses, and
/// everything that a track can have, small enough to be read in a minute.
package struct NewTrack: Sendable {
  /// The track's name in paths.
  package let slug: String
  package let title: String

  /// A track in a folder of that name.
  /// - Throws: when the folder's name can't be a track's.
  package init(folder: String) throws(LabError) {
    let name = Path.name(of: folder)
    let words = name.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
    slug = words.map { $0.lowercased() }.joined(separator: "-")
    guard !slug.isEmpty, slug.unicodeScalars.allSatisfy(\.isASCII) else {
      throw LabError(
        .input,
        "\"\(name)\" can't name a track; use letters, digits and hyphens, as in 'my-first-lab'.")
    }
    title = words.joined(separator: " ").capitalizedFirst
  }

  /// Writes the track into a folder that is not there yet, or is empty.
  /// - Returns: the files, in the order in which they are read.
  package func write(to folder: String) throws(LabError) -> [String] {
    if Files.exists(folder), (try? Files.list(folder))?.isEmpty != true {
      throw LabError(
        .input, "\(folder) is there already, and nothing in it is touched; choose another name.")
    }
    do {
      for file in files {
        let path = "\(folder)/\(file.path)"
        try Files.makeDirectory(Path.parent(of: path))
        try Files.write(path, text: file.text, mode: file.isScript ? 0o755 : 0o644)
      }
    } catch {
      throw LabError(.environment, "The track can't be written: \(error)")
    }
    return files.map { "\(folder)/\($0.path)" }
  }

  private struct File {
    let path: String
    let text: String
    var isScript = false
  }

  private var files: [File] {
    [
      File(path: "track.yml", text: track),
      File(path: "01-order/assignment.md", text: assignment),
      File(path: "01-order/check-cafe", text: check, isScript: true),
      File(path: "01-order/solve-cafe", text: solveCafe, isScript: true),
      File(path: "01-order/solve-kitchen", text: solveKitchen, isScript: true),
      File(path: "lab.yml", text: lab),
    ]
  }

  private var track: String {
    """
    slug: \(slug)
    type: track
    title: \(title)
    teaser: What a reader of the catalogue sees in one line.
    description: |
      What the track is about, and what one knows at its end.
    level: beginner
    tags: []
    owner: ""
    developers: []
    private: false
    published: true
    timelimit: 1800
    show_timer: false

    """
  }

  private var assignment: String {
    """
    ---
    slug: order
    type: challenge
    title: An order from the café
    teaser: Two places, one service, and a line between them.
    notes:
    - type: text
      contents: |
        This is read before the challenge begins.
    tabs:
    - title: Café
      type: terminal
      hostname: cafe
    - title: Kitchen
      type: terminal
      hostname: kitchen
    difficulty: basic
    timelimit: 900
    ---

    # Light the stove

    The terminal is the one that the text has named last. In the **Kitchen** terminal, start a
    program:

    ```bash
    kubectl create deployment stove --image quay.io/skupper/hello-world-backend
    ```

    ```text,nocopy
    deployment.apps/stove created
    ```

    What stands behind the commands is what they should print. Names, ages and addresses may differ;
    words, numbers and states may not. A command that only looks is run again until it matches:

    ```bash
    kubectl get pods
    ```

    ```text,nocopy
    NAME                     READY   STATUS    RESTARTS   AGE
    stove-6d8f7c9b5d-x2k4p   1/1     Running   0          4s
    ```

    # Join the two places

    In the **Café** terminal, start a router and write an invitation:

    ```bash
    skupper init
    skupper token create ~/invitation.yaml
    ```

    - **Carry the invitation**: the kitchen needs the file `invitation.yaml` of the café's home in its
      own. A person copies it by hand; for a machine, `lab.yml` says how.

    In the **Kitchen** terminal, start a router too, and follow the invitation:

    ```bash
    skupper init --ingress none
    skupper link create ~/invitation.yaml
    skupper expose deployment/stove --port 8080
    ```

    ```bash
    skupper link status
    ```

    ```text,nocopy
    Links created from this site:
    -------------------------------
    Link link1 is connected

    Current links from other sites that are connected:
    ----------------------------------------
    There are no connected links
    ```

    # Place an order

    In the **Café** terminal, the stove answers as if it stood here:

    ```bash
    curl -s --max-time 5 http://stove:8080/api/health; echo
    ```

    """
  }

  private var check: String {
    """
    #!/bin/bash
    # Run in the café when the learner asks whether all is done; what fail-message says is shown.
    # An offer takes a moment from one place to the other.
    for attempt in $(seq 25); do
      curl -sf --max-time 5 -o /dev/null http://stove:8080/api/health && exit 0
      sleep 0.2
    done
    fail-message "The stove does not answer in the café yet: is the link up, and is it exposed?"
    exit 1

    """
  }

  private var solveCafe: String {
    """
    #!/bin/bash
    # What a machine does in the learner's place. Hosts come in the order of their names.
    skupper init
    skupper token create ~/invitation.yaml
    agent variable set invitation "$(base64 -w0 ~/invitation.yaml)"

    """
  }

  private var solveKitchen: String {
    """
    #!/bin/bash
    kubectl create deployment stove --image quay.io/skupper/hello-world-backend
    kubectl rollout status deployment/stove
    skupper init --ingress none
    agent variable get invitation | base64 -d >~/invitation.yaml
    skupper link create ~/invitation.yaml
    skupper expose deployment/stove --port 8080
    for attempt in $(seq 100); do
      skupper link status | grep -q 'is connected$' && exit 0
      sleep 0.2
    done
    exit 1

    """
  }

  private var lab: String {
    """
    # What Trestle needs besides the text; all of it may be left out. 'trestle schema lab' says more.
    sites:
      cafe:
        hosts: [cafe]
        namespace: cafe
        platform: openshift
      kitchen:
        hosts: [kitchen]
        namespace: kitchen
        platform: openshift

    profiles:
      skupper: "1.3"

    steps:
      - at: Carry the invitation
        solve:
          copy: "cafe:root/invitation.yaml"
          to: "kitchen:root/invitation.yaml"
        hints:
          - Print the file in the café with cat, and write it in the kitchen with an editor.
      - at: Place an order
        debrief: A service that is exposed has an address at every site of the network.

    checks:
      the link stands:
        link: kitchen
        to: cafe
        within: 30s
      the stove answers in the café:
        run: curl -sf --max-time 5 http://stove:8080/api/health
        on: cafe
        within: 30s
        points: 2

    """
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
