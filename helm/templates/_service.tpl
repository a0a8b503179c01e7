{{/* The template of all five services. */}}

{{- define "berth.fullname" -}}
{{ printf "%s-%s" .root.Release.Name .name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "berth.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "berth.labels" -}}
{{ include "berth.selector" . }}
app.kubernetes.io/part-of: berth
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* The URL of the gateway for users. */}}
{{- define "berth.publicUrl" -}}
{{ .root.Values.gateway.publicUrl | default (printf "http://%s:8080" (include "berth.fullname" (dict "root" .root "name" "gateway"))) }}
{{- end }}

{{/* The Forward receiver of the services' own logs. */}}
{{- define "berth.logForward" -}}
{{- if .root.Values.logs.forward -}}
{{ .root.Values.logs.forward }}
{{- else if .root.Values.logPipelineSvc.enabled -}}
{{ include "berth.fullname" (dict "root" .root "name" "log-pipeline-svc") }}:24224
{{- end -}}
{{- end }}

{{/*
Service, ServiceAccount and Deployment of one service.
  root     the chart's top context
  name     the service's name, that of its image too
  port     its HTTP port
  values   its part of values.yaml
  env      its environment variables beside the common ones
  secretEnv   variables from Secrets: name to {name, key}
  ports    more ports: name to number
  secretFolder   a Secret that is mounted as files at /etc/berth/secret; its name
  configFolder   a ConfigMap that is mounted as files at /etc/berth/config; its name
  state    whether it keeps a Kafka Streams state
  talksToKubernetes   whether it needs the token of its ServiceAccount
*/}}
{{- define "berth.service" -}}
{{- $full := include "berth.fullname" . }}
{{- $common := dict
  "BERTH_KAFKA" (required "kafka.bootstrapServers is missing: host:port of the brokers" .root.Values.kafka.bootstrapServers)
  "BERTH_TOPIC_PREFIX" .root.Values.topics.prefix
  "BERTH_TOPIC_PARTITIONS" .root.Values.topics.partitions
  "BERTH_TOPIC_REPLICATION" .root.Values.topics.replication
  "BERTH_LOG_FORWARD" (include "berth.logForward" .)
  "BERTH_LISTEN" "0.0.0.0"
  "BERTH_PORT" .port }}
{{- $env := merge (dict) .values.env (.env | default dict) $common }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $full }}
  labels: {{- include "berth.labels" . | nindent 4 }}
automountServiceAccountToken: {{ .talksToKubernetes | default false }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $full }}
  labels: {{- include "berth.labels" . | nindent 4 }}
spec:
  selector: {{- include "berth.selector" . | nindent 4 }}
  ports:
    - { name: http, port: {{ .port }}, targetPort: http }
    {{- range $port, $number := .ports }}
    - { name: {{ $port }}, port: {{ $number }}, targetPort: {{ $port }} }
    {{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $full }}
  labels: {{- include "berth.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicas }}
  selector:
    matchLabels: {{- include "berth.selector" . | nindent 6 }}
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  template:
    metadata:
      labels: {{- include "berth.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: {{ .port | quote }}
        prometheus.io/path: /actuator/prometheus
        {{- with .root.Values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ $full }}
      automountServiceAccountToken: {{ .talksToKubernetes | default false }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: 30
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        seccompProfile: { type: RuntimeDefault }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "berth.selector" . | nindent 14 }}
      {{- with .root.Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .root.Values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .name }}
          image: "{{ .root.Values.image.repository }}/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          ports:
            - { name: http, containerPort: {{ .port }} }
            {{- range $port, $number := .ports }}
            - { name: {{ $port }}, containerPort: {{ $number }} }
            {{- end }}
          env:
            {{- range $name, $value := $env }}
            - name: {{ $name }}
              value: {{ $value | toString | quote }}
            {{- end }}
            {{- range $name, $secret := .secretEnv }}
            - name: {{ $name }}
              valueFrom:
                secretKeyRef: { name: {{ $secret.name }}, key: {{ $secret.key }} }
            {{- end }}
          # A service without Kafka is alive and waits: liveness must not depend on Kafka.
          startupProbe:
            httpGet: { path: /actuator/health/liveness, port: http }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /actuator/health/liveness, port: http }
            periodSeconds: 10
            timeoutSeconds: 3
          readinessProbe:
            httpGet: { path: /actuator/health/readiness, port: http }
            periodSeconds: 5
            timeoutSeconds: 3
          resources: {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- if .secretFolder }}
            - { name: secret, mountPath: /etc/berth/secret, readOnly: true }
            {{- end }}
            {{- if .configFolder }}
            - { name: config, mountPath: /etc/berth/config, readOnly: true }
            {{- end }}
            {{- if .state }}
            - { name: state, mountPath: /state }
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: {}
        {{- with .secretFolder }}
        - name: secret
          secret: { secretName: {{ . }}, defaultMode: 0440 }
        {{- end }}
        {{- with .configFolder }}
        - name: config
          configMap: { name: {{ . }} }
        {{- end }}
        {{- if .state }}
        # Lost with the pod, and restored from the changelog topics.
        - name: state
          emptyDir: {}
        {{- end }}
{{- if gt (int .values.replicas) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $full }}
  labels: {{- include "berth.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "berth.selector" . | nindent 6 }}
{{- end }}
{{- end }}
