import Documents
import Kubernetes

/// The ConfigMaps of a site.
extension SiteOptions {
  /// ConfigMap `skupper-site`, which owns everything else and makes the site what it is.
  package func siteConfigMap(namespace: String) -> Value {
    var metadata: Value = ["name": Value(ObjectName.site), "namespace": Value(namespace)]
    if !labels.isEmpty { metadata["labels"] = Value(labels) }
    if !annotations.isEmpty { metadata["annotations"] = Value(annotations) }
    return ["apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data]
  }
}

extension SiteIdentity {
  /// The other ConfigMaps: the router's configuration, the services, and who may enter.
  package var configMaps: [Value] {
    var maps = [
      owned(
        "v1", "ConfigMap", ObjectName.configuration,
        content: ["data": ["skrouterd.json": Value(RouterConfiguration(of: self).text)]]),
      owned("v1", "ConfigMap", ObjectName.services, content: [:]),
    ]
    if options.console && options.effectiveConsoleAuthentication == "internal" {
      maps.append(
        owned(
          "v1", "ConfigMap", ObjectName.saslConfiguration,
          content: [
            "data": [
              "skrouterd.conf": """
              pwcheck_method: auxprop
              auxprop_plugin: sasldb
              sasldb_path: /tmp/skrouterd.sasldb

              """
            ]
          ]))
    }
    return maps
  }
}
