{{- define "ringmaster.environment" -}}
- {name: QUARKUS_HTTP_HOST, value: 0.0.0.0}
- {name: QUARKUS_HTTP_PORT, value: "8080"}
# Behind an ingress the caller's address and scheme stand in its headers.
- {name: QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING, value: {{ .Values.ingress.enabled | quote }}}
# Readiness fails first; when traffic has gone elsewhere, clients are told to come back, requests end, and runs are handed over.
- {name: QUARKUS_SHUTDOWN_DELAY, value: {{ printf "%ds" (int .Values.shutdownDelaySeconds) | quote }}}
- {name: QUARKUS_SHUTDOWN_TIMEOUT, value: 10s}
- {name: QUARKUS_CONFIG_LOCATIONS, value: /etc/ringmaster/application.yaml}
- {name: HOME, value: /var/lib/ringmaster}
- {name: RINGMASTER_HOME, value: /var/lib/ringmaster}
- {name: RINGMASTER_LOOP_MAX_RUNS, value: {{ .Values.maxRuns | quote }}}
# Prometheus scrapes a pod by its address, in brackets if that is one of IPv6.
- name: POD_IP
  valueFrom:
    fieldRef: {fieldPath: status.podIP}
- {name: RINGMASTER_ACCESS_ALLOWED_HOSTS, value: {{ printf "%s,$(POD_IP),[$(POD_IP)]" (include "ringmaster.hosts" .) | quote }}}
{{- with .Values.access.allowedOrigins }}
- {name: RINGMASTER_ACCESS_ALLOWED_ORIGINS, value: {{ join "," . | quote }}}
{{- end }}
- name: RINGMASTER_ACCESS_TOKEN
  valueFrom:
    secretKeyRef: {name: {{ include "ringmaster.tokenSecret" . }}, key: {{ .Values.access.tokenKey }}}
{{- include "ringmaster.oidc" . }}
{{- if .Values.verification.enabled }}
- {name: RINGMASTER_INTEGRATIONS_KUBERNETES_ENABLED, value: "true"}
{{- end }}
{{- if .Values.encryption.existingSecret }}
- {name: RINGMASTER_SECRETS_KEY_FILE, value: {{ printf "/etc/ringmaster-keys/%s" .Values.encryption.key | quote }}}
{{- end }}
- {name: RINGMASTER_JAVA_OPTS, value: {{ printf "-Xmx%s %s" .Values.heap .Values.javaOpts | trim | quote }}}
{{- if eq .Values.database.mode "external" }}
{{- include "ringmaster.database" . }}
{{- end }}
{{- range $name, $value := .Values.env }}
- {name: {{ $name | quote }}, value: {{ $value | quote }}}
{{- end }}
{{- end -}}

{{- define "ringmaster.oidc" }}
{{- with .Values.access.oidc }}
{{- if .enabled }}
- {name: RINGMASTER_ACCESS_OIDC_ENABLED, value: "true"}
- {name: RINGMASTER_ACCESS_OIDC_ISSUER, value: {{ .issuer | quote }}}
- {name: RINGMASTER_ACCESS_OIDC_CLIENT_ID, value: {{ .clientId | quote }}}
- name: RINGMASTER_ACCESS_OIDC_CLIENT_SECRET
  valueFrom:
    secretKeyRef: {name: {{ .existingSecret }}, key: {{ .clientSecretKey }}}
{{- if .cookieSecretKey }}
- name: RINGMASTER_ACCESS_OIDC_COOKIE_SECRET
  valueFrom:
    secretKeyRef: {name: {{ .existingSecret }}, key: {{ .cookieSecretKey }}}
{{- end }}
{{- with .admin }}
- {name: RINGMASTER_ACCESS_OIDC_ADMIN, value: {{ join "," . | quote }}}
{{- end }}
{{- with .operator }}
- {name: RINGMASTER_ACCESS_OIDC_OPERATOR, value: {{ join "," . | quote }}}
{{- end }}
{{- with .viewer }}
- {name: RINGMASTER_ACCESS_OIDC_VIEWER, value: {{ join "," . | quote }}}
{{- end }}
# The ingress ends TLS, and the provider sends people back to where they came from.
- {name: QUARKUS_OIDC_AUTHENTICATION_FORCE_REDIRECT_HTTPS_SCHEME, value: {{ $.Values.ingress.tlsSecret | empty | not | quote }}}
{{- end }}
{{- end }}
{{- end -}}

{{- define "ringmaster.database" }}
{{- with .Values.database }}
- name: QUARKUS_DATASOURCE_REACTIVE_URL
  {{- if .url }}
  value: {{ .url | quote }}
  {{- else }}
  valueFrom:
    secretKeyRef: {name: {{ .existingSecret }}, key: {{ .urlKey }}}
  {{- end }}
{{- if .existingSecret }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef: {name: {{ .existingSecret }}, key: {{ .usernameKey }}}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ .existingSecret }}, key: {{ .passwordKey }}}
{{- end }}
{{- end }}
{{- end -}}
