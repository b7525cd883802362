package dev.ringmaster;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import dev.ringmaster.testing.DatabaseResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;

@QuarkusTest
@QuarkusTestResource(DatabaseResource.class)
class StartupIT {

    @Inject
    Pool pool;

    @Test
    void a_started_server_is_ready() {
        given().when().get("/q/health/ready")
                .then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void the_schema_is_there_before_anything_of_ours_runs() {
        var rows = pool.query("select to_regclass('card') is not null").execute().await().atMost(Duration.ofSeconds(10));

        assertThat(rows.iterator().next().getBoolean(0)).isTrue();
    }
}
