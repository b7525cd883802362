package dev.ringmaster.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.ringmaster.testing.GitRepository;
import dev.ringmaster.workspace.Publisher;
import dev.ringmaster.workspace.Workspace;
import dev.ringmaster.workspace.WorkspaceException;
import dev.ringmaster.workspace.Workspaces;
import dev.ringmaster.workspace.git.GitException;
import dev.ringmaster.workspace.git.Remote;

/** Pushing to a real git server over HTTP that asks for a credential, from a repository that its agent has made hostile. */
class PublisherIT {

    private static final String TOKEN = "secret-token-0123456789";

    private final Path root;
    private final Path local;
    private final GitRemote git;
    private final HttpServer server;
    private final HttpServer evil;
    private final AtomicInteger lured = new AtomicInteger();
    private Workspace workspace;
    private Publisher publisher;

    PublisherIT(@TempDir Path temporary) throws IOException {
        root = temporary.toRealPath();
        local = Files.createDirectory(root.resolve("local"));
        git = new GitRemote(Files.createDirectory(root.resolve("remotes")), TOKEN);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", git::serve);
        evil = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        evil.createContext("/", exchange -> {
            lured.incrementAndGet();
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        evil.start();
    }

    @BeforeEach
    void create() throws Exception {
        GitRepository.create(local, "main");
        git.create("acme/shop", local);
        workspace = new Workspaces().create(local, java.util.UUID.randomUUID(), root.resolve("worktrees"), 1, "Say hello",
                "main", null);
        GitRepository.commit(workspace.path(), "hello.txt", "hello\n");
        publisher = new Publisher(workspace, new Remote(URI.create("http://127.0.0.1:" + server.getAddress().getPort()
                + "/acme/shop.git"), TOKEN));
    }

    @AfterEach
    void close() {
        server.stop(0);
        evil.stop(0);
    }

    private String tip() throws Exception {
        return git.tip("acme/shop", workspace.branch());
    }

    @Test
    void a_push_may_be_repeated_and_is_known_locally() throws Exception {
        var commit = publisher.push(null);

        assertThat(tip()).isEqualTo(commit).isEqualTo(GitRepository.git(workspace.path(), "rev-parse", "HEAD"));
        assertThat(publisher.push(null)).isEqualTo(commit);
        assertThat(GitRepository.git(local, "rev-parse", "refs/remotes/ringmaster/" + workspace.branch())).isEqualTo(commit);
        GitRepository.commit(workspace.path(), "more.txt", "more\n");
        assertThat(publisher.push(commit)).isEqualTo(tip()).isNotEqualTo(commit);
        assertThat(GitRepository.git(local, "config", "--list")).doesNotContain(TOKEN);
    }

    @Test
    void history_that_was_rewritten_here_replaces_only_what_was_pushed_from_here() throws Exception {
        var first = publisher.push(null);
        GitRepository.git(workspace.path(), "commit", "--quiet", "--amend", "-m", "Rewritten");

        assertThatThrownBy(() -> publisher.push(null)).isInstanceOf(WorkspaceException.class)
                .hasMessageContaining("Somebody else has pushed");
        assertThat(publisher.push(first)).isEqualTo(tip());
    }

    @Test
    void what_somebody_else_has_pushed_is_not_overwritten() throws Exception {
        var first = publisher.push(null);
        var elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        GitRepository.git(elsewhere, "clone", "--quiet", "--branch", workspace.branch(), git.bare("acme/shop").toString(), ".");
        GitRepository.commit(elsewhere, "theirs.txt", "theirs\n");
        GitRepository.git(elsewhere, "push", "--quiet", "origin", "HEAD");
        var theirs = tip();
        GitRepository.commit(workspace.path(), "mine.txt", "mine\n");

        assertThatThrownBy(() -> publisher.push(first)).isInstanceOf(WorkspaceException.class).hasMessageContaining(theirs);
        assertThat(tip()).isEqualTo(theirs);
    }

    @Test
    void the_default_branch_is_fetched_without_moving_anything() throws Exception {
        var elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        GitRepository.git(elsewhere, "clone", "--quiet", git.bare("acme/shop").toString(), ".");
        GitRepository.commit(elsewhere, "news.txt", "news\n");
        GitRepository.git(elsewhere, "push", "--quiet", "origin", "HEAD:main");
        var before = GitRepository.git(local, "rev-parse", "main");

        var fetched = publisher.fetchDefault();

        assertThat(fetched.commit()).isEqualTo(git.tip("acme/shop", "main"));
        assertThat(GitRepository.git(local, "show", fetched.ref() + ":news.txt")).isEqualTo("news");
        assertThat(GitRepository.git(local, "rev-parse", "main")).isEqualTo(before);
    }

    @Test
    void a_hostile_configuration_leads_nowhere() throws Exception {
        var lure = "http://127.0.0.1:" + evil.getAddress().getPort() + "/";
        var mark = root.resolve("mark");
        GitRepository.git(local, "config", "url." + lure + ".insteadOf", "http://127.0.0.1:");
        GitRepository.git(local, "config", "http.proxy", lure);
        GitRepository.git(local, "config", "credential.helper", "!touch " + mark + "; :");
        GitRepository.git(local, "config", "core.askPass", "touch " + mark);
        var hook = Files.writeString(local.resolve(".git/hooks/pre-push"), "#!/bin/sh\ntouch " + mark + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();

        var commit = publisher.push(null);

        assertThat(tip()).isEqualTo(commit);
        assertThat(lured).hasValue(0);
        assertThat(mark).doesNotExist();
    }

    @Test
    void a_server_with_a_private_authority_is_trusted_by_its_certificate() throws Exception {
        var certificate = new TestCertificate(root);
        var secure = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        secure.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        secure.createContext("/", git::serve);
        secure.start();
        try {
            var url = URI.create("https://127.0.0.1:" + secure.getAddress().getPort() + "/acme/shop.git");

            assertThatThrownBy(() -> new Publisher(workspace, new Remote(url, TOKEN)).push(null))
                    .isInstanceOf(GitException.class);
            var commit = new Publisher(workspace, new Remote(url, TOKEN, Optional.of(certificate.pem()))).push(null);
            assertThat(tip()).isEqualTo(commit);
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void a_wrong_token_is_told_without_it() {
        git.revoke(true);

        assertThatThrownBy(() -> publisher.push(null)).isInstanceOf(GitException.class).hasMessageNotContaining(TOKEN)
                .satisfies(failure -> assertThat(((GitException) failure).stderr()).contains("Authentication failed"));
    }
}
