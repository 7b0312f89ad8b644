{{/* Names are cut at 40 characters: the longest part added to them still ends within 63. */}}
{{- define "cozeloop.name" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- (contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name)) | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* What selects pods: nothing that an upgrade may change. */}}
{{- define "cozeloop.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "cozeloop.labels" -}}
{{ include "cozeloop.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "cozeloop.image" -}}
{{ .root.Values.image.registry }}/{{ .root.Values.image.repository }}/{{ .part }}:{{ default .root.Chart.AppVersion .root.Values.image.tag }}
{{- end }}

{{- define "cozeloop.publicUrl" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl }}
{{- else if .Values.ingress.enabled }}{{ ternary "https" "http" (ne .Values.ingress.tlsSecret "") }}://{{ .Values.ingress.host }}
{{- else }}http://localhost:8080
{{- end }}
{{- end }}

{{- define "cozeloop.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "cozeloop.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
{{- end }}

{{/* One connection string: from the chart's own Secret for a bundled store, from yours for an external one. */}}
{{- define "cozeloop.connection" -}}
- name: ConnectionStrings__{{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .store.bundled | ternary (printf "%s-connections" (include "cozeloop.name" .root)) .store.external.existingSecret }}
      key: {{ .store.bundled | ternary .name .store.external.key }}
{{- end }}

{{/* What every service is told. Ports are the same in all images. */}}
{{- define "cozeloop.environment" -}}
{{- $name := include "cozeloop.name" .root -}}
{{- $values := .root.Values -}}
- { name: COZELOOP_LISTEN, value: any }
- { name: COZELOOP_HTTP_PORT, value: "8080" }
- { name: COZELOOP_INTERNAL_PORT, value: "8090" }
- { name: COZELOOP_OTLP_HTTP_PORT, value: "0" }
- { name: COZELOOP_DATA, value: /data }
- { name: COZELOOP_LOG, value: json }
- { name: COZELOOP_PUBLIC_URL, value: {{ include "cozeloop.publicUrl" .root | quote }} }
- { name: COZELOOP_PROXY_HOPS, value: {{ $values.proxyHops | quote }} }
- name: COZELOOP_MASTER_KEY
  valueFrom:
    secretKeyRef:
      name: {{ default (printf "%s-keys" $name) $values.masterKey.existingSecret }}
      key: {{ ternary $values.masterKey.key "master-key" (ne $values.masterKey.existingSecret "") }}
{{ include "cozeloop.connection" (dict "root" .root "name" "MySql" "store" $values.mysql) }}
{{ include "cozeloop.connection" (dict "root" .root "name" "ClickHouse" "store" $values.clickhouse) }}
{{- if $values.redis.enabled }}
{{ include "cozeloop.connection" (dict "root" .root "name" "Redis" "store" $values.redis) }}
{{- end }}
{{ include "cozeloop.connection" (dict "root" .root "name" "Blobs" "store" $values.minio) }}
{{ include "cozeloop.connection" (dict "root" .root "name" "RocketMq" "store" $values.rocketmq) }}
{{- range $service := list "workspaces" "models" "tracing" "prompts" "experiments" "evaluation" }}
- { name: Services__Urls__{{ $service }}, value: "http://{{ $name }}-{{ $service }}:8090" }
{{- end }}
{{- end }}

{{/* What one service is told besides. */}}
{{- define "cozeloop.ownEnvironment" -}}
{{- if eq .part "studio" }}
- { name: Services, value: studio }
{{- else if eq .part "models" }}
- { name: Models__AllowPrivateNetworks, value: {{ .root.Values.allowPrivateNetworks | quote }} }
{{- else if eq .part "workspaces" }}
- { name: COZELOOP_INIT_EMAIL, value: {{ .root.Values.firstStart.email | quote }} }
{{- with .root.Values.firstStart.existingSecret }}
{{- $secret := . }}
{{- range $variable, $key := dict "PASSWORD" "password" "WORKSPACE_ID" "workspace-id" "PUBLIC_KEY" "public-key" "SECRET_KEY" "secret-key" }}
- { name: COZELOOP_INIT_{{ $variable }}, valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ $key }}, optional: true } } }
{{- end }}
{{- end }}
{{- end }}
{{- range $variable, $value := .own.env }}
- { name: {{ $variable }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}
