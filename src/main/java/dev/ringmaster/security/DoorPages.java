package dev.ringmaster.security;

/** What a person sees before the door: pages without a script, since nothing of the web UI is open to strangers. */
final class DoorPages {

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Ringmaster: %s</title>
            <h1>Ringmaster</h1>
            %s
            </html>
            """;

    private static final String TOKEN_FORM = """
            <form method="get" action="/"><input type="password" name="token" aria-label="Access token" %s required>
            <button>Log in</button></form>""";

    private DoorPages() {
    }

    /** @param whereTheTokenIs the end of a sentence that begins with "the token" */
    static String token(String whereTheTokenIs) {
        return FRAME.formatted("log in",
                """
                        <p>Log in with the access token: open the address that the server printed when it was first started, or enter the
                        token here. The token %s.</p>
                        %s"""
                        .formatted(escaped(whereTheTokenIs), TOKEN_FORM.formatted("autofocus")));
    }

    /** @param login the address that leads to the provider and back */
    static String singleSignOn(String words, String login) {
        return FRAME.formatted("log in", """
                <p>%s</p>
                <p><a href="%s">Log in with single sign-on</a></p>
                <details><summary>Use a token instead</summary>
                %s</details>""".formatted(escaped(words), escaped(login), TOKEN_FORM.formatted("")));
    }

    static String noAccess(String why) {
        return FRAME.formatted("no access", """
                <p>%s</p>
                <form method="post" action="%s"><button>Log out</button></form>""".formatted(escaped(why), Doorway.LOGOUT));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
