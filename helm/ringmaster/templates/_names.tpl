{{- define "ringmaster.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "ringmaster.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "ringmaster.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "ringmaster.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ringmaster.selector" -}}
app.kubernetes.io/name: {{ include "ringmaster.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ringmaster.labels" -}}
{{ include "ringmaster.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "ringmaster.image" -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}{{ if .Values.image.agents }}-agents{{ end }}
{{- end -}}

{{- define "ringmaster.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "ringmaster.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "ringmaster.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name is needed when serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "ringmaster.tokenSecret" -}}
{{- default (printf "%s-access" (include "ringmaster.fullname" .)) .Values.access.existingSecret -}}
{{- end -}}

{{- define "ringmaster.claim" -}}
{{- default (printf "%s-workspace" (include "ringmaster.fullname" .)) .Values.workspace.existingClaim -}}
{{- end -}}

{{/* Names by which the server is called from within the cluster and through the ingress. */}}
{{- define "ringmaster.hosts" -}}
{{- $name := include "ringmaster.fullname" . -}}
{{- $hosts := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace) -}}
{{- if .Values.ingress.enabled -}}
{{- $hosts = append $hosts .Values.ingress.host -}}
{{- end -}}
{{- concat $hosts .Values.access.allowedHosts | uniq | join "," -}}
{{- end -}}

{{/* What would be accepted by Kubernetes and not work. */}}
{{- define "ringmaster.check" -}}
{{- if eq .Values.database.mode "embedded" -}}
{{- if gt (int .Values.replicaCount) 1 -}}
{{- fail "replicaCount is more than 1, which needs database.mode=external: an embedded database belongs to one server" -}}
{{- end -}}
{{- else if not (or .Values.database.url (and .Values.database.existingSecret .Values.database.urlKey)) -}}
{{- fail "database.mode is external: set database.url, or database.existingSecret and database.urlKey" -}}
{{- end -}}
{{- if and (gt (int .Values.replicaCount) 1) (not .Values.workspace.existingClaim) (not (has "ReadWriteMany" .Values.workspace.accessModes)) -}}
{{- fail "replicaCount is more than 1, which needs workspace.accessModes with ReadWriteMany, or a workspace.existingClaim that has it" -}}
{{- end -}}
{{- with .Values.access.oidc -}}
{{- if and .enabled (not (and .issuer .existingSecret)) -}}
{{- fail "access.oidc.enabled needs access.oidc.issuer and access.oidc.existingSecret" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.enabled needs ingress.host" -}}
{{- end -}}
{{- with .Values.networkPolicy -}}
{{- if and $.Values.verification.enabled .enabled (not (or .apiServer .extraEgress)) -}}
{{- fail "verification.enabled needs networkPolicy.apiServer: the addresses of `kubectl get endpointslices -n default -l kubernetes.io/service-name=kubernetes`, such as [192.0.2.10/32]. The address of the service does not do, because a policy is asked after it was resolved" -}}
{{- end -}}
{{- end -}}
{{- end -}}
