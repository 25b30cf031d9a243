import Documents
import Kubernetes
import YAML

/// A definition as an author writes it, for the tests of custom types.
enum Definitions {
  static func crontab(_ change: (inout Value) -> Void = { _ in }) throws -> Value {
    var definition = try YAML.parse(text)
    change(&definition)
    return definition
  }

  /// The type as a site serves it once its names are accepted.
  static func type(_ version: String = "v1") throws -> ResourceType? {
    var catalog = TypeCatalog()
    var definition = try crontab()
    definition.setCondition(Condition("Established", true), now: Timestamp(seconds: 0))
    catalog.set(definition)
    return catalog.with(apiVersion: "lab.example.org/\(version)", kind: "CronTab")
  }

  private static let text = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: crontabs.lab.example.org}
    spec:
      group: lab.example.org
      scope: Namespaced
      names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct], categories: [all]}
      versions:
      - name: v1
        served: true
        storage: true
        subresources: {status: {}}
        additionalPrinterColumns:
        - {name: Spec, type: string, jsonPath: .spec.cronSpec}
        - {name: Replicas, type: integer, jsonPath: .spec.replicas}
        - {name: Image, type: string, priority: 1, jsonPath: .spec.image}
        - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
        schema:
          openAPIV3Schema:
            type: object
            required: [spec]
            properties:
              spec:
                type: object
                required: [cronSpec]
                properties:
                  cronSpec: {type: string, pattern: '^(\\d+|\\*)( (\\d+|\\*)){4}$', description: When it runs.}
                  image: {type: string}
                  replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
                  policy: {type: string, enum: [Allow, Forbid], default: Allow}
                  port: {x-kubernetes-int-or-string: true}
                  labels: {type: object, additionalProperties: {type: string}}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  steps:
                    type: array
                    maxItems: 2
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      required: [name]
                      properties:
                        name: {type: string, minLength: 2}
                        retries: {type: integer, default: 3}
              status:
                type: object
                properties:
                  lastRun: {type: string, format: date-time}
      - name: v1beta1
        served: true
        storage: false
        schema:
          openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
    """
}
