{{/*
One bundled store: a service, a stateful set of one, and a volume claim of its own (not a template of the set's: those cannot be made larger).
part, uid, ports (name: port), store (its values), mount (where the volume goes; none without), container (the rest of the container), scratch (writable folders that may be lost), files (config map's mounts: path: key)
*/}}
{{- define "cozeloop.store" -}}
{{- $name := printf "%s-%s" (include "cozeloop.name" .root) .part }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels: {{- include "cozeloop.labels" . | nindent 4 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: false
  selector: {{- include "cozeloop.selector" . | nindent 4 }}
  ports:
    {{- range $port, $number := .ports }}
    - { name: {{ $port }}, port: {{ $number }}, targetPort: {{ $port }} }
    {{- end }}
{{- if .mount }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ $name }}
  labels: {{- include "cozeloop.labels" . | nindent 4 }}
  annotations: { helm.sh/resource-policy: keep }
spec:
  accessModes: [ReadWriteOnce]
  {{- with .store.persistence.storageClass }}
  storageClassName: {{ . }}
  {{- end }}
  resources: { requests: { storage: {{ .store.persistence.size }} } }
{{- end }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $name }}
  labels: {{- include "cozeloop.labels" . | nindent 4 }}
spec:
  replicas: 1
  serviceName: {{ $name }}
  selector:
    matchLabels: {{- include "cozeloop.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "cozeloop.selector" . | nindent 8 }}
        cozeloop.io/tier: store
      annotations:
        checksum/files: {{ include "cozeloop.storeFiles" .root | sha256sum }}
    spec:
      serviceAccountName: {{ include "cozeloop.name" .root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 120
      securityContext: {{- include "cozeloop.podSecurity" .uid | nindent 8 }}
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets: {{- range . }}
        - name: {{ . }}
      {{- end }}
      {{- end }}
      containers:
        - name: {{ .part }}
          image: {{ .store.image }}
          {{- .container | nindent 10 }}
          ports:
            {{- range $port, $number := .ports }}
            - { name: {{ $port }}, containerPort: {{ $number }} }
            {{- end }}
          resources: {{- toYaml .store.resources | nindent 12 }}
          securityContext: {{- include "cozeloop.containerSecurity" .root | nindent 12 }}
          {{- if or .mount .scratch .files }}
          volumeMounts:
            {{- with .mount }}
            - { name: data, mountPath: {{ . }} }
            {{- end }}
            {{- range $index, $path := .scratch }}
            - { name: scratch-{{ $index }}, mountPath: {{ $path }} }
            {{- end }}
            {{- range $path, $key := .files }}
            - { name: files, mountPath: {{ $path }}, subPath: {{ $key }}, readOnly: true }
            {{- end }}
          {{- end }}
      {{- if or .mount .scratch .files }}
      volumes:
        {{- if .mount }}
        - { name: data, persistentVolumeClaim: { claimName: {{ $name }} } }
        {{- end }}
        {{- range $index, $path := .scratch }}
        - { name: scratch-{{ $index }}, emptyDir: { sizeLimit: 1Gi } }
        {{- end }}
        {{- if .files }}
        - { name: files, configMap: { name: {{ include "cozeloop.name" .root }}-stores } }
        {{- end }}
      {{- end }}
{{- end }}

{{/* The same files that compose mounts. */}}
{{- define "cozeloop.storeFiles" -}}
{{- range $file := list "broker.conf" "proxy.json" "cozeloop.xml" "grants.sql" }}
{{ $file }}: |
  {{- $.Files.Get (printf "files/%s" $file) | nindent 2 }}
{{- end }}
{{- end }}

{{/* A password of the chart's own Secret. */}}
{{- define "cozeloop.password" -}}
{ name: {{ .variable }}, valueFrom: { secretKeyRef: { name: {{ include "cozeloop.name" .root }}-keys, key: {{ .key }} } } }
{{- end }}
