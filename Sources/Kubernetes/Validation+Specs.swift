/// The rules for the specs of pods and services.
import Documents

extension Validation {
  static func podCauses(
    in spec: Value, at path: String, isTemplate: Bool
  ) -> [StatusError.Cause] {
    guard let containers = spec["containers"]?.array, !containers.isEmpty else {
      return [.required("\(path).containers")]
    }
    var causes: [StatusError.Cause] = []
    let volumes = (spec["volumes"]?.array ?? []).compactMap { $0["name"]?.string }
    var seen: Set<String> = []
    for list in ["initContainers", "containers"] {
      for (index, container) in (spec[list]?.array ?? []).enumerated() {
        let field = "\(path).\(list)[\(index)]"
        causes += containerCauses(in: container, at: field, isTemplate: isTemplate)
        if let name = container["name"]?.string, !seen.insert(name).inserted {
          causes.append(.duplicate("\(field).name", .string(name)))
        }
        for (place, mount) in (container["volumeMounts"]?.array ?? []).enumerated() {
          let name = mount["name"]?.string ?? ""
          if !volumes.contains(name) {
            causes.append(
              StatusError.Cause(
                reason: "FieldValueNotFound", message: "Not found: \"\(name)\"",
                field: "\(field).volumeMounts[\(place)].name"))
          }
        }
      }
    }
    let policies = isTemplate ? ["Always"] : ["Always", "OnFailure", "Never"]
    if let policy = spec["restartPolicy"]?.string, !policies.contains(policy) {
      causes.append(.unsupported("\(path).restartPolicy", .string(policy), policies))
    }
    return causes
  }

  private static func containerCauses(
    in container: Value, at path: String, isTemplate: Bool
  ) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let name = container["name"]?.string ?? ""
    if name.isEmpty {
      causes.append(.required("\(path).name"))
    } else if !Names.isLabel(name) {
      causes.append(.invalid("\(path).name", .string(name), labelRule))
    }
    let image = container["image"]?.string ?? ""
    if image.isEmpty {
      causes.append(.required("\(path).image"))
    } else if !isTemplate, image.hasPrefix(" ") || image.hasSuffix(" ") {
      causes.append(
        .invalid(
          "\(path).image", .string(image), "must not have leading or trailing whitespace"))
    }
    for (index, port) in (container["ports"]?.array ?? []).enumerated() {
      let field = "\(path).ports[\(index)].containerPort"
      guard let number = port["containerPort"]?.integer, number != 0 else {
        causes.append(.required(field))
        continue
      }
      causes += portCauses(number, at: field)
    }
    for (index, variable) in (container["env"]?.array ?? []).enumerated()
    where variable["name"]?.string?.isEmpty ?? true {
      causes.append(.required("\(path).env[\(index)].name"))
    }
    return causes
  }

  private static func portCauses(_ number: Int, at field: String) -> [StatusError.Cause] {
    (1...65_535).contains(number)
      ? []
      : [.invalid(field, .integer(number), "must be between 1 and 65535, inclusive")]
  }

  static func serviceCauses(in object: Value) -> [StatusError.Cause] {
    var causes: [StatusError.Cause] = []
    let spec = object["spec"] ?? .null
    let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
    let type = spec["type"]?.string ?? ""
    if !types.contains(type) {
      causes.append(.unsupported("spec.type", .string(type), types))
    }
    let ports = spec["ports"]?.array ?? []
    if ports.isEmpty, type != "ExternalName", spec["clusterIP"] != "None" {
      causes.append(.required("spec.ports"))
    }
    if type == "ExternalName", spec["externalName"]?.string?.isEmpty ?? true {
      causes.append(.required("spec.externalName"))
    }
    var names: Set<String> = []
    var numbers: Set<String> = []
    for (index, port) in ports.enumerated() {
      let field = "spec.ports[\(index)]"
      let number = port["port"]?.integer ?? 0
      causes += portCauses(number, at: "\(field).port")
      if let target = port["targetPort"]?.integer {
        causes += portCauses(target, at: "\(field).targetPort")
      }
      let name = port["name"]?.string ?? ""
      if ports.count > 1, name.isEmpty { causes.append(.required("\(field).name")) }
      if !name.isEmpty, !Names.isLabel(name) {
        causes.append(.invalid("\(field).name", .string(name), labelRule))
      }
      if !name.isEmpty, !names.insert(name).inserted {
        causes.append(.duplicate("\(field).name", .string(name)))
      }
      if !numbers.insert("\(number)/\(port["protocol"]?.string ?? "TCP")").inserted {
        causes.append(.duplicate(field, port))
      }
    }
    return causes
  }

  static func podChangeCauses(in object: Value, replacing old: Value) -> [StatusError.Cause] {
    var before = old["spec"] ?? .null
    let after = object["spec"] ?? .null
    for list in ["containers", "initContainers"] {
      guard let containers = before[list]?.array, let changed = after[list]?.array,
        containers.count == changed.count
      else { continue }
      before[list] = .array(
        zip(containers, changed).map { container, change in
          var container = container
          container["image"] = change["image"]
          return container
        })
    }
    for field in [
      "nodeName", "tolerations", "activeDeadlineSeconds", "terminationGracePeriodSeconds",
    ] {
      before[field] = after[field]
    }
    if before == after { return [] }
    return [
      .forbidden(
        "spec",
        "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
          + "`spec.tolerations` (only additions to existing tolerations),"
          + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously "
          + "negative)")
    ]
  }
}
