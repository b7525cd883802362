package dev.ringmaster.chart;

/** Values as somebody sets them. */
final class Samples {

    static final String EXTERNAL = """
            database: {mode: external, url: 'postgresql://db:5432/board', existingSecret: board-db}
            """;

    static final String SEVERAL = EXTERNAL + """
            replicaCount: 3
            workspace: {accessModes: [ReadWriteMany]}
            """;

    static final String EVERYTHING = SEVERAL + """
            ingress: {enabled: true, host: board.example.org, tlsSecret: board-tls, className: nginx}
            verification: {enabled: true, namespaces: [shop, blog]}
            networkPolicy: {apiServer: [192.0.2.10/32], extraEgress: [{to: [{podSelector: {}}]}]}
            monitoring: {dashboard: {enabled: true}, serviceMonitor: {enabled: true, labels: {release: prometheus}}}
            credentials: [agent-keys]
            encryption: {existingSecret: keys}
            access: {oidc: {enabled: true, issuer: 'https://id.example.org', existingSecret: sso, admin: [lead]}}
            image: {pullSecrets: [registry]}
            nodeSelector: {disk: fast}
            tolerations: [{key: agents, operator: Exists}]
            priorityClassName: low
            podLabels: {team: a}
            podAnnotations: {note: b}
            """;

    static final String VERIFICATION = """
            verification: {enabled: true}
            networkPolicy: {apiServer: [192.0.2.10/32]}
            """;

    private Samples() {
    }
}
