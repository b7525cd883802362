package dev.ringmaster.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    /** The values of the test in GitHub's documentation. */
    @Test
    void it_is_what_github_documents() {
        var signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        assertThat(WebhookSignature.fits("It's a Secret to Everybody", BODY, signature)).isTrue();
        assertThat(WebhookSignature.fits("another", BODY, signature)).isFalse();
        assertThat(WebhookSignature.fits("It's a Secret to Everybody", BODY, null)).isFalse();
        assertThat(WebhookSignature.fits("It's a Secret to Everybody", new byte[0], signature)).isFalse();
    }
}
