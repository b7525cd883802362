package dev.ringmaster.security.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringmaster.support.RingmasterException;

/** The envelope around a secret, and the keys that open it. */
class SealedSecretTest {

    private static final MasterKey OLD = MasterKey.of(bytes(1));
    private static final MasterKey NEW = MasterKey.of(bytes(2));

    private static byte[] bytes(int value) {
        var bytes = new byte[MasterKey.BYTES];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    record Config(Optional<Path> keyFile, Optional<List<String>> keys) implements SecretsConfig {
    }

    @Test
    void whatWasSealedIsOpened() {
        var sealed = SealedSecret.seal(OLD, "main", "hunter2 ü");

        assertThat(sealed.open(OLD, "main")).isEqualTo("hunter2 ü");
        assertThat(sealed.keyId()).isEqualTo(OLD.id()).hasSize(12);
    }

    @Test
    void nothingOfTheValueOrTheKeyIsInIt() {
        var one = SealedSecret.seal(OLD, "main", "hunter2hunter2");
        var other = SealedSecret.seal(OLD, "main", "hunter2hunter2");

        assertThat(one.sealed()).isNotEqualTo(other.sealed());
        assertThat(new String(one.sealed(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        assertThat(one + OLD.toString()).doesNotContain("hunter2", HexFormat.of().formatHex(bytes(1)));
    }

    @Test
    void aChangedRowAnotherNameAndAnotherKeyAreRefused() {
        var sealed = SealedSecret.seal(OLD, "main", "hunter2hunter2");
        var changed = sealed.sealed().clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> new SealedSecret(OLD.id(), sealed.wrappedKey(), changed).open(OLD, "main"))
                .isInstanceOf(RingmasterException.class).hasMessageContaining("main").hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> sealed.open(OLD, "other")).isInstanceOf(RingmasterException.class);
        assertThatThrownBy(() -> sealed.open(NEW, "main")).isInstanceOf(RingmasterException.class);
        assertThatThrownBy(() -> new SealedSecret(OLD.id(), new byte[3], changed).open(OLD, "main"))
                .isInstanceOf(RingmasterException.class);
    }

    @Test
    void anotherKeyTakesOverWithoutTouchingTheValue() {
        var sealed = SealedSecret.seal(OLD, "main", "hunter2hunter2");

        var rewrapped = sealed.rewrapped(OLD, NEW, "main");

        assertThat(rewrapped.sealed()).isEqualTo(sealed.sealed());
        assertThat(rewrapped.open(NEW, "main")).isEqualTo("hunter2hunter2");
        assertThatThrownBy(() -> rewrapped.open(OLD, "main")).isInstanceOf(RingmasterException.class);
    }

    @Test
    void theFirstKeyOfAFileEncryptsAndAllDecrypt(@TempDir Path home) throws IOException {
        var file = Files.writeString(home.resolve("keys"), "# newest first\n" + HexFormat.of().formatHex(bytes(2)) + "\n\n"
                + Base64.getEncoder().encodeToString(bytes(1)) + "\n");

        var ring = KeyRing.load(new Config(Optional.of(file), Optional.empty()), home, false);

        assertThat(ring.newest().id()).isEqualTo(NEW.id());
        assertThat(ring.find(OLD.id())).isPresent();
        assertThat(home.resolve("secret.key")).doesNotExist();
    }

    @Test
    void aKeyIsMadeOnceWhereNothingWasEncryptedYet(@TempDir Path home) throws IOException {
        var none = new Config(Optional.empty(), Optional.empty());

        assertThat(KeyRing.load(none, home, false).keys()).isEmpty();
        var made = KeyRing.load(none, home, true).newest();

        assertThat(Files.getPosixFilePermissions(home.resolve("secret.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(KeyRing.load(none, home, false).newest().id()).isEqualTo(made.id());
        assertThatThrownBy(() -> new KeyRing(List.of(), "there").newest()).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("ringmaster.secrets.key-file");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "short", "not base64 at all, and long enough to be one!", "AAAA" })
    void whatIsNoKeyIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> MasterKey.parse(text, "Key 1 of x")).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("Key 1 of x").hasMessageContaining("openssl rand -base64 32")
                .satisfies(
                        refusal -> assertThat(text.isEmpty() || !String.valueOf(refusal.getMessage()).contains(text)).isTrue());
    }

    @Test
    void aMissingOrEmptyKeyFileIsTold(@TempDir Path home) throws IOException {
        var gone = new Config(Optional.of(home.resolve("gone")), Optional.empty());
        var empty = new Config(Optional.of(Files.createFile(home.resolve("empty"))), Optional.empty());

        assertThatThrownBy(() -> KeyRing.load(gone, home, true)).isInstanceOf(RingmasterException.class)
                .hasMessageContaining("gone").hasMessageContaining("ringmaster.secrets.key-file");
        assertThatThrownBy(() -> KeyRing.load(empty, home, true)).hasMessageContaining("holds no key");
    }
}
