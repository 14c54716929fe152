/** The parts of built-in objects that the server itself looks at. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface Template {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: Volume[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  affinity?: { nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector } };
  restartPolicy?: string;
  serviceAccountName?: string;
  terminationGracePeriodSeconds?: number;
  priorityClassName?: string;
  priority?: number;
  schedulingGates?: { name: string }[];
  tolerations?: Toleration[];
  [field: string]: unknown;
}

export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}

export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[];
}

export interface NodeSelectorTerm {
  matchExpressions?: NodeRequirement[];
  matchFields?: NodeRequirement[];
}

export interface NodeRequirement {
  key: string;
  operator: string;
  values?: string[];
}

export interface Container {
  name: string;
  image?: string;
  env?: { name: string; valueFrom?: { configMapKeyRef?: KeyRef; secretKeyRef?: KeyRef } }[];
  envFrom?: { configMapRef?: Reference; secretRef?: Reference }[];
  ports?: { name?: string; containerPort: number; protocol?: string }[];
  volumeMounts?: { name: string; mountPath: string }[];
  volumeDevices?: { name: string; devicePath: string }[];
}

export interface Reference {
  name?: string;
  optional?: boolean;
}

export interface KeyRef extends Reference {
  key: string;
}

export interface Volume {
  name: string;
  persistentVolumeClaim?: { claimName: string };
  configMap?: Reference;
  secret?: { secretName: string; optional?: boolean };
  ephemeral?: { volumeClaimTemplate: { metadata?: object; spec: ClaimSpec } };
  projected?: { sources?: { configMap?: Reference; secret?: Reference }[] };
}

export interface ClaimSpec {
  accessModes?: string[];
  resources?: { requests?: Record<string, string> };
  storageClassName?: string;
  volumeMode?: string;
  volumeName?: string;
  selector?: LabelSelector;
  dataSource?: unknown;
  dataSourceRef?: unknown;
}

export interface VolumeSpec {
  accessModes?: string[];
  capacity?: Record<string, string>;
  claimRef?: {
    apiVersion?: string;
    kind?: string;
    namespace: string;
    name: string;
    uid?: string;
    resourceVersion?: string;
  };
  storageClassName?: string;
  volumeMode?: string;
  persistentVolumeReclaimPolicy?: string;
  nodeAffinity?: { required?: NodeSelector };
  csi?: { driver: string; volumeHandle: string };
  [field: string]: unknown;
}

export interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  selector?: Record<string, string>;
  externalName?: string;
  externalTrafficPolicy?: string;
  healthCheckNodePort?: number;
  allocateLoadBalancerNodePorts?: boolean;
  ports?: ServicePort[];
}

export interface ServicePort {
  name?: string;
  port: number;
  protocol?: string;
  targetPort?: number | string;
  nodePort?: number;
}

export interface WorkloadSpec {
  replicas?: number;
  selector?: LabelSelector;
  template: Template;
  [field: string]: unknown;
}
