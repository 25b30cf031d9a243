/// The messages in which typed clients send objects, one after the other, written as
/// `GROUP.MESSAGE: NUMBER NAME TYPE, …`.
///
/// Types: `s` text, `y` bytes, `b` truth value, `i` whole number, `{M}` message, `[x]` repeated,
/// `<s,x>` map, `QTY` quantity, `IOS` number or text, `TIME` moment, `FIELDS` JSON; `?` marks a
/// field whose zero is meant; `(inline)` one whose members belong to the message around it.
enum ProtobufFields {
  static let text = """
    core.Namespace: 1 metadata {ObjectMeta}, 2 spec {NamespaceSpec}
    core.ConfigMap: 1 metadata {ObjectMeta}, 4 immutable b?, 2 data <s,s>, 3 binaryData <s,y>
    core.Secret: 1 metadata {ObjectMeta}, 5 immutable b?, 2 data <s,y>, 4 stringData <s,s>, 3 type
      s
    core.Service: 1 metadata {ObjectMeta}, 2 spec {ServiceSpec}
    core.ServiceAccount: 1 metadata {ObjectMeta}, 2 secrets [{ObjectReference}], 3
      imagePullSecrets [{LocalObjectReference}], 4 automountServiceAccountToken b?
    core.Pod: 1 metadata {ObjectMeta}, 2 spec {PodSpec}
    apps.Deployment: 1 metadata {ObjectMeta}, 2 spec {DeploymentSpec}
    batch.Job: 1 metadata {ObjectMeta}, 2 spec {JobSpec}
    batch.CronJob: 1 metadata {ObjectMeta}, 2 spec {CronJobSpec}
    net.Ingress: 1 metadata {ObjectMeta}, 2 spec {IngressSpec}
    core.ResourceQuota: 1 metadata {ObjectMeta}, 2 spec {ResourceQuotaSpec}
    rbac.Role: 1 metadata {ObjectMeta}, 2 rules [{PolicyRule}]
    rbac.RoleBinding: 1 metadata {ObjectMeta}, 2 subjects [{Subject}], 3 roleRef {RoleRef}
    rbac.ClusterRole: 1 metadata {ObjectMeta}, 2 rules [{PolicyRule}], 3 aggregationRule
      {AggregationRule}?
    rbac.ClusterRoleBinding: 1 metadata {ObjectMeta}, 2 subjects [{Subject}], 3 roleRef {RoleRef}
    authz.SelfSubjectAccessReview: 1 metadata {ObjectMeta}, 2 spec {SelfSubjectAccessReviewSpec}
    authz.SelfSubjectRulesReview: 1 metadata {ObjectMeta}, 2 spec {SelfSubjectRulesReviewSpec}
    authn.SelfSubjectReview: 1 metadata {ObjectMeta}
    authn.TokenRequest: 1 metadata {ObjectMeta}, 2 spec {TokenRequestSpec}, 3 status
      {TokenRequestStatus}
    meta.DeleteOptions: 1 gracePeriodSeconds i?, 2 preconditions {Preconditions}?, 3
      orphanDependents b?, 4 propagationPolicy s?, 5 dryRun [s], 6
      ignoreStoreReadErrorWithClusterBreakingPotential b?
    pol.Eviction: 1 metadata {ObjectMeta}, 2 deleteOptions {DeleteOptions}?
    pol.PodDisruptionBudget: 1 metadata {ObjectMeta}, 2 spec {PodDisruptionBudgetSpec}
    as2.HorizontalPodAutoscaler: 1 metadata {ObjectMeta}, 2 spec {HorizontalPodAutoscalerSpec}
    meta.ObjectMeta: 1 name s, 2 generateName s, 3 namespace s, 4 selfLink s, 5 uid s, 6
      resourceVersion s, 7 generation i, 8 creationTimestamp TIME, 9 deletionTimestamp TIME, 10
      deletionGracePeriodSeconds i?, 11 labels <s,s>, 12 annotations <s,s>, 13 ownerReferences
      [{OwnerReference}], 14 finalizers [s], 17 managedFields [{ManagedFieldsEntry}]
    core.NamespaceSpec: 1 finalizers [s]
    core.ServiceSpec: 1 ports [{ServicePort}], 2 selector <s,s>, 3 clusterIP s, 18 clusterIPs [s],
      4 type s, 5 externalIPs [s], 7 sessionAffinity s, 8 loadBalancerIP s, 9
      loadBalancerSourceRanges [s], 10 externalName s, 11 externalTrafficPolicy s, 12
      healthCheckNodePort i, 13 publishNotReadyAddresses b, 19 ipFamilies [s], 17 ipFamilyPolicy
      s?, 20 allocateLoadBalancerNodePorts b?, 21 loadBalancerClass s?, 22 internalTrafficPolicy
      s?, 23 trafficDistribution s?
    core.ObjectReference: 1 kind s, 2 namespace s, 3 name s, 4 uid s, 5 apiVersion s, 6
      resourceVersion s, 7 fieldPath s
    core.LocalObjectReference: 1 name s
    core.PodSpec: 1 volumes [{Volume}], 20 initContainers [{Container}], 2 containers
      [{Container}], 3 restartPolicy s, 4 terminationGracePeriodSeconds i?, 5
      activeDeadlineSeconds i?, 6 dnsPolicy s, 7 nodeSelector <s,s>, 8 serviceAccountName s, 9
      serviceAccount s, 21 automountServiceAccountToken b?, 10 nodeName s, 11 hostNetwork b, 12
      hostPID b, 13 hostIPC b, 27 shareProcessNamespace b?, 15 imagePullSecrets
      [{LocalObjectReference}], 16 hostname s, 17 subdomain s, 19 schedulerName s, 22 tolerations
      [{Toleration}], 24 priorityClassName s, 25 priority i?, 29 runtimeClassName s?, 30
      enableServiceLinks b?, 31 preemptionPolicy s?, 32 overhead <s,QTY>, 35 setHostnameAsFQDN b?,
      37 hostUsers b?, 40 resources {ResourceRequirements}?, 41 hostnameOverride s?
    apps.DeploymentSpec: 1 replicas i?, 2 selector {LabelSelector}?, 3 template {PodTemplateSpec},
      4 strategy {DeploymentStrategy}, 5 minReadySeconds i, 6 revisionHistoryLimit i?, 7 paused b,
      9 progressDeadlineSeconds i?
    batch.JobSpec: 1 parallelism i?, 2 completions i?, 3 activeDeadlineSeconds i?, 7 backoffLimit
      i?, 12 backoffLimitPerIndex i?, 13 maxFailedIndexes i?, 4 selector {LabelSelector}?, 5
      manualSelector b?, 6 template {PodTemplateSpec}, 8 ttlSecondsAfterFinished i?, 9
      completionMode s?, 10 suspend b?, 14 podReplacementPolicy s?, 15 managedBy s?
    batch.CronJobSpec: 1 schedule s, 8 timeZone s?, 2 startingDeadlineSeconds i?, 3
      concurrencyPolicy s, 4 suspend b?, 5 jobTemplate {JobTemplateSpec}, 6
      successfulJobsHistoryLimit i?, 7 failedJobsHistoryLimit i?
    net.IngressSpec: 4 ingressClassName s?, 1 defaultBackend {IngressBackend}?, 2 tls
      [{IngressTLS}], 3 rules [{IngressRule}]
    core.ResourceQuotaSpec: 1 hard <s,QTY>, 2 scopes [s]
    rbac.PolicyRule: 1 verbs [s], 2 apiGroups [s], 3 resources [s], 4 resourceNames [s], 5
      nonResourceURLs [s]
    rbac.Subject: 1 kind s, 2 apiGroup s, 3 name s, 4 namespace s
    rbac.RoleRef: 1 apiGroup s, 2 kind s, 3 name s
    rbac.AggregationRule: 1 clusterRoleSelectors [{LabelSelector}]
    authz.SelfSubjectAccessReviewSpec: 1 resourceAttributes {ResourceAttributes}?, 2
      nonResourceAttributes {NonResourceAttributes}?
    authz.SelfSubjectRulesReviewSpec: 1 namespace s
    authn.TokenRequestSpec: 1 audiences [s], 4 expirationSeconds i?, 3 boundObjectRef
      {BoundObjectReference}?
    authn.TokenRequestStatus: 1 token s, 2 expirationTimestamp TIME
    meta.Preconditions: 1 uid s?, 2 resourceVersion s?
    pol.PodDisruptionBudgetSpec: 1 minAvailable IOS, 2 selector {LabelSelector}?, 3 maxUnavailable
      IOS, 4 unhealthyPodEvictionPolicy s?
    as2.HorizontalPodAutoscalerSpec: 1 scaleTargetRef {CrossVersionObjectReference}, 2 minReplicas
      i?, 3 maxReplicas i, 4 metrics [{MetricSpec}]
    meta.OwnerReference: 5 apiVersion s, 1 kind s, 3 name s, 4 uid s, 6 controller b?, 7
      blockOwnerDeletion b?
    meta.ManagedFieldsEntry: 1 manager s, 2 operation s, 3 apiVersion s, 4 time TIME, 6 fieldsType
      s, 7 fieldsV1 FIELDS, 8 subresource s
    core.ServicePort: 1 name s, 2 protocol s, 6 appProtocol s?, 3 port i, 4 targetPort IOS, 5
      nodePort i
    core.Volume: 1 name s, 2 (inline) {VolumeSource}
    core.Container: 1 name s, 2 image s, 3 command [s], 4 args [s], 5 workingDir s, 6 ports
      [{ContainerPort}], 19 envFrom [{EnvFromSource}], 7 env [{EnvVar}], 8 resources
      {ResourceRequirements}, 24 restartPolicy s?, 9 volumeMounts [{VolumeMount}], 10
      livenessProbe {Probe}?, 11 readinessProbe {Probe}?, 22 startupProbe {Probe}?, 12 lifecycle
      {Lifecycle}?, 13 terminationMessagePath s, 20 terminationMessagePolicy s, 14 imagePullPolicy
      s, 16 stdin b, 17 stdinOnce b, 18 tty b
    core.Toleration: 1 key s, 2 operator s, 3 value s, 4 effect s, 5 tolerationSeconds i?
    core.ResourceRequirements: 1 limits <s,QTY>, 2 requests <s,QTY>
    meta.LabelSelector: 1 matchLabels <s,s>, 2 matchExpressions [{LabelSelectorRequirement}]
    core.PodTemplateSpec: 1 metadata {ObjectMeta}, 2 spec {PodSpec}
    apps.DeploymentStrategy: 1 type s, 2 rollingUpdate {RollingUpdateDeployment}?
    batch.JobTemplateSpec: 1 metadata {ObjectMeta}, 2 spec {JobSpec}
    net.IngressBackend: 4 service {IngressServiceBackend}?, 3 resource
      {TypedLocalObjectReference}?
    net.IngressTLS: 1 hosts [s], 2 secretName s
    net.IngressRule: 1 host s, 2 (inline) {IngressRuleValue}
    authz.ResourceAttributes: 1 namespace s, 2 verb s, 3 group s, 4 version s, 5 resource s, 6
      subresource s, 7 name s
    authz.NonResourceAttributes: 1 path s, 2 verb s
    authn.BoundObjectReference: 1 kind s, 2 apiVersion s, 3 name s, 4 uid s
    as2.CrossVersionObjectReference: 1 kind s, 2 name s, 3 apiVersion s
    as2.MetricSpec: 1 type s, 4 resource {ResourceMetricSource}?
    core.VolumeSource: 1 hostPath {HostPathVolumeSource}?, 2 emptyDir {EmptyDirVolumeSource}?, 6
      secret {SecretVolumeSource}?, 10 persistentVolumeClaim {PersistentVolumeClaimVolumeSource}?,
      19 configMap {ConfigMapVolumeSource}?
    core.ContainerPort: 1 name s, 2 hostPort i, 3 containerPort i, 4 protocol s, 5 hostIP s
    core.EnvFromSource: 1 prefix s, 2 configMapRef {ConfigMapEnvSource}?, 3 secretRef
      {SecretEnvSource}?
    core.EnvVar: 1 name s, 2 value s, 3 valueFrom {EnvVarSource}?
    core.VolumeMount: 1 name s, 2 readOnly b, 7 recursiveReadOnly s?, 3 mountPath s, 4 subPath s,
      5 mountPropagation s?, 6 subPathExpr s
    core.Probe: 1 (inline) {ProbeHandler}, 2 initialDelaySeconds i, 3 timeoutSeconds i, 4
      periodSeconds i, 5 successThreshold i, 6 failureThreshold i, 7 terminationGracePeriodSeconds
      i?
    core.Lifecycle: 1 postStart {LifecycleHandler}?, 2 preStop {LifecycleHandler}?, 3 stopSignal
      s?
    meta.LabelSelectorRequirement: 1 key s, 2 operator s, 3 values [s]
    apps.RollingUpdateDeployment: 1 maxUnavailable IOS, 2 maxSurge IOS
    net.IngressServiceBackend: 1 name s, 2 port {ServiceBackendPort}
    core.TypedLocalObjectReference: 1 apiGroup s?, 2 kind s, 3 name s
    net.IngressRuleValue: 1 http {HTTPIngressRuleValue}?
    as2.ResourceMetricSource: 1 name s, 2 target {MetricTarget}
    core.HostPathVolumeSource: 1 path s, 2 type s?
    core.EmptyDirVolumeSource: 1 medium s, 2 sizeLimit QTY
    core.SecretVolumeSource: 1 secretName s, 2 items [{KeyToPath}], 3 defaultMode i?, 4 optional
      b?
    core.PersistentVolumeClaimVolumeSource: 1 claimName s, 2 readOnly b
    core.ConfigMapVolumeSource: 1 (inline) {LocalObjectReference}, 2 items [{KeyToPath}], 3
      defaultMode i?, 4 optional b?
    core.ConfigMapEnvSource: 1 (inline) {LocalObjectReference}, 2 optional b?
    core.SecretEnvSource: 1 (inline) {LocalObjectReference}, 2 optional b?
    core.EnvVarSource: 1 fieldRef {ObjectFieldSelector}?, 2 resourceFieldRef
      {ResourceFieldSelector}?, 3 configMapKeyRef {ConfigMapKeySelector}?, 4 secretKeyRef
      {SecretKeySelector}?
    core.ProbeHandler: 1 exec {ExecAction}?, 2 httpGet {HTTPGetAction}?, 3 tcpSocket
      {TCPSocketAction}?, 4 grpc {GRPCAction}?
    core.LifecycleHandler: 1 exec {ExecAction}?, 2 httpGet {HTTPGetAction}?, 3 tcpSocket
      {TCPSocketAction}?, 4 sleep {SleepAction}?
    net.ServiceBackendPort: 1 name s, 2 number i
    net.HTTPIngressRuleValue: 1 paths [{HTTPIngressPath}]
    as2.MetricTarget: 1 type s, 2 value QTY, 3 averageValue QTY, 4 averageUtilization i?
    core.KeyToPath: 1 key s, 2 path s, 3 mode i?
    core.ObjectFieldSelector: 1 apiVersion s, 2 fieldPath s
    core.ResourceFieldSelector: 1 containerName s, 2 resource s, 3 divisor QTY
    core.ConfigMapKeySelector: 1 (inline) {LocalObjectReference}, 2 key s, 3 optional b?
    core.SecretKeySelector: 1 (inline) {LocalObjectReference}, 2 key s, 3 optional b?
    core.ExecAction: 1 command [s]
    core.HTTPGetAction: 1 path s, 2 port IOS, 3 host s, 4 scheme s, 5 httpHeaders [{HTTPHeader}]
    core.TCPSocketAction: 1 port IOS, 2 host s
    core.GRPCAction: 1 port i, 2 service s?
    core.SleepAction: 1 seconds i
    net.HTTPIngressPath: 1 path s, 3 pathType s?, 2 backend {IngressBackend}
    core.HTTPHeader: 1 name s, 2 value s
    """
}
