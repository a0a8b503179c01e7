/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** The console as a person sees it, in one page of a browser, on the running suite. */
@ExtendWith(WithSuite.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
@ResourceLock("page of the browser")
class ConsoleE2E {

  private static final String MARKUP = "<img src=x onerror=document.title='obeyed'>";

  private static Browser browser;

  /** A good release, one that cannot work, one that is refused, an alert and a scaling policy. */
  @BeforeAll
  static void open(BerthProgram berth) throws IOException {
    browser = Browser.open();
    CompletableFuture.allOf(
            deploy(berth, "web", "1.0"),
            deploy(berth, "torn", "1.0-missing"),
            deploy(berth, "careless", "latest"),
            deploy(berth, "flaky", "1.0-crash"))
        .join();
    berth.run("policy", "set", "-f", Manifests.policy("web"));
    soon().until(() -> get(berth, "/api/v1/decisions?app=look/web").path("items").size() > 0);
    soon()
        .until(() -> get(berth, "/api/v1/alerts?app=flaky&state=firing").at("/items/0").isObject());
  }

  private static CompletableFuture<?> deploy(BerthProgram berth, String app, String tag)
      throws IOException {
    String file = Manifests.app(app, app + ":" + tag, 3);
    return CompletableFuture.supplyAsync(
        () -> berth.run("deploy", "-f", file, "--wait", "--reason", MARKUP));
  }

  /** What crashes for ever would take time from the other tests. */
  @AfterAll
  static void close(BerthProgram berth) {
    if (browser != null) {
      browser.close();
      for (String app : List.of("web", "torn", "flaky")) {
        String remove =
            "{\"app\":{\"namespace\":\"look\",\"name\":\"%1$s\"},\"confirm\":\"%1$s\"}"
                .formatted(app);
        berth.api().ask("POST", "/api/v1/commands/remove", remove);
      }
    }
  }

  @BeforeEach
  void logIn(BerthProgram berth) {
    browser.resize(1400, 1600);
    browser.go(berth.run("login").output().strip());
    soon().until(() -> browser.count("#operations summary") > 0);
    soon().until(() -> browser.shown("#live").equals("live"));
  }

  /** Whatever was looked at: nothing of it was a slip of the page. */
  @AfterEach
  void pageHasNoSlip() {
    assertThat(browser.html()).doesNotContain("[object", "undefined", "NaN", ">null<", "\"null\"");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void everyOperation_opens_andShowsItsStepsVerdictsAndDiagnosis(BerthProgram berth) {
    browser.type("#filter", "look/");
    var operations =
        items(get(berth, "/api/v1/operations?limit=100"))
            .filter(operation -> operation.path("app").asString().startsWith("look/"))
            .limit(20)
            .toList();
    assertThat(operations).hasSizeGreaterThanOrEqualTo(4);
    soon().until(() -> browser.count("#operations summary") == operations.size());
    var verdicts = new ArrayList<String>();

    for (JsonNode operation : operations) {
      String id = operation.path("commandId").asString();
      browser.click("[data-key='%s'] summary".formatted(id));
      String shown = browser.shown("[data-key='%s'] .detail".formatted(id));
      JsonNode told = get(berth, "/api/v1/operations/" + id);
      for (JsonNode cluster : told.path("clusters")) {
        verdicts.add(cluster.path("verdict").asString("running"));
        assertThat(words(shown)).contains(texts(cluster).map(ConsoleE2E::words).toList());
      }
    }
    assertThat(verdicts).contains("SUCCEEDED", "FAILED", "REJECTED");
    browser.picture("operations");
    assertThat(browser.run("return document.title")).isEqualTo("Berth");
    assertThat(browser.text()).contains(MARKUP);
  }

  @Test
  void everyApplication_showsItsClustersReleaseAlertsAndDecision(BerthProgram berth) {
    for (JsonNode app : items(get(berth, "/api/v1/apps")).filter(ConsoleE2E::isLook).toList()) {
      String key = app.path("namespace").asString() + "/" + app.path("name").asString();
      String card = browser.shown("[data-key='%s']".formatted(key));
      for (JsonNode place : app.path("clusters")) {
        assertThat(card)
            .contains(place.path("cluster").asString(), "simulated")
            .contains("release " + place.path("state").path("release").asInt())
            .contains(place.path("state").path("image").asString());
      }
    }
    soon().until(() -> browser.count("[data-key='look/web'] .note") >= 4);
    assertThat(browser.shown("[data-key='look/web']"))
        .contains("scaled between 3 and 5", "succeeded");
    soon().until(() -> browser.shown("[data-key='look/flaky']").contains("PodCrashLooping"));
    browser.picture("applications");
  }

  @Test
  void everyCluster_isShownWithItsFigures() {
    assertThat(browser.count("#clusters .cluster")).isEqualTo(2);
    assertThat(browser.shown("#clusters .cluster:nth-child(1)"))
        .contains("dc-a", "reachable", "applications", "ready");
    assertThat(browser.shown("#clusters .cluster:nth-child(2)")).contains("dc-b", "reachable");
  }

  @Test
  void whatHappens_appearsWithoutAReload_andLeavesOpenWhatIsOpen(BerthProgram berth) {
    browser.type("#filter", "look/");
    browser.click("#operations summary");
    Object open =
        browser.run("return document.querySelector('#operations li:has([open])').dataset.key");

    String id = "seen-live-" + System.nanoTime();
    berth.run("restart", "look/web", "--id", id, "--wait");

    String entry = "[data-key='%s'] ".formatted(id);
    soon().until(() -> browser.shown(entry + "summary").contains("succeeded"));
    assertThat(browser.count("[data-key='%s'] details[open]".formatted(open))).isEqualTo(1);
    browser.click(entry + "summary");
    assertThat(browser.count(entry + ".detail ol li")).isPositive();
  }

  @Test
  void filterThemeAndKeys_work() {
    browser.type("body", "/");
    browser.type("#filter", "no-such-application");
    soon().until(() -> browser.text().contains("No application has that in its name"));
    assertThat(browser.shown("#operations")).contains("is of such an application");
    browser.picture("nothing-found");
    browser.type("#filter", Keys.ESCAPE);
    soon().until(() -> browser.count("#apps .app") > 1);
    browser.type("#filter", "look/we");
    soon().until(() -> browser.count("#apps .app") == 1);
    browser.type("#filter", Keys.ESCAPE);
    Object before = browser.run("return getComputedStyle(document.body).backgroundColor");
    browser.click("#theme");
    assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(before);
    browser.picture("other-theme");
    browser.click("#theme");
    browser.resize(500, 1200);
    browser.picture("narrow");
  }

  @Test
  void loginPages_sayWhatToDo(BerthProgram berth) {
    String link = berth.run("login").output().strip();
    browser.go(link);
    soon().until(() -> !browser.shown("#who").isEmpty());
    browser.go(link);
    assertThat(browser.text()).contains("This link does not work any more", "./berth login");
    browser.picture("link-used");
    assertThat(browser.complaints()).allMatch(complaint -> complaint.contains(" 410 "));
    browser.go(berth.gateway() + "/");
    soon().until(() -> !browser.shown("#who").isEmpty());
    browser.click("#leave");
    soon().until(() -> browser.url().endsWith("/login"));
    assertThat(browser.text()).contains("You come in with a link that works once");
    browser.picture("login");
  }

  @Test
  void builderOfElements_takesNodesTextsAndListsOfThem_andGuessesNothing() {
    Object built =
        browser.runAsync(
            """
            const done = arguments[arguments.length - 1];
            import('/console/element.js').then(({ element }) => {
              const b = () => element('b', {}, 'b');
              const list = document.createElement('i');
              list.append(b(), b());
              done([
                element('p', {}, 'text', 1, 0, 2n, b()),
                element('p', null, [b(), [b(), [['deep'], [[b()]]]]]),
                element('p', {}, list.childNodes),
                element('p', {}, new Set(['x', b()])),
                element('p', {}, null, undefined, false, true, '', [], [[]]),
                element('p', {}, { a: [1, '<u>'] }),
                element('p', {}, '<b>no markup</b>'),
                element('p', {}, 'e\\u001b[31m \\u202eb \\u200b \\ud83d \\u{e0041} \\u2028'),
                element('p', { title: '\\u202ex', hidden: true, id: null, lang: undefined, dir: false }),
                element('p', { title: { a: 1 } }),
              ].map((each) => each.outerHTML));
            }, (fault) => done([String(fault)]));
            """);

    assertThat(built)
        .isEqualTo(
            List.of(
                "<p>text102<b>b</b></p>",
                "<p><b>b</b><b>b</b>deep<b>b</b></p>",
                "<p><b>b</b><b>b</b></p>",
                "<p>x<b>b</b></p>",
                "<p></p>",
                "<p>{\"a\":[1,\"&lt;u&gt;\"]}</p>",
                "<p>&lt;b&gt;no markup&lt;/b&gt;</p>",
                "<p>e\\x1b[31m \\u202eb \\u200b \\ud83d \\udb40\\udc41 \\u2028</p>",
                "<p title=\"\\u202ex\" hidden=\"\"></p>",
                "<p title=\"{&quot;a&quot;:1}\"></p>"));
  }

  private static boolean isLook(JsonNode app) {
    return app.path("namespace").asString().equals("look");
  }

  /** Every text that a cluster's part of an operation must show. */
  private static Stream<String> texts(JsonNode cluster) {
    var texts = new ArrayList<String>();
    texts.add(cluster.path("cluster").asString());
    texts.add(cluster.path("summary").asString(""));
    cluster.path("steps").forEach(step -> texts.add(step.path("text").asString()));
    JsonNode diagnosis = cluster.path("diagnosis");
    texts.add(diagnosis.path("explanation").asString(""));
    diagnosis.path("advice").forEach(advice -> texts.add(advice.asString()));
    diagnosis.path("evidence").forEach(seen -> texts.add(seen.path("text").asString()));
    for (JsonNode violation : cluster.path("violations")) {
      texts.add("found " + violation.path("found").asString());
      texts.add("wanted " + violation.path("wanted").asString());
      texts.add(violation.path("help").asString(""));
    }
    return texts.stream();
  }

  /** A page shows every run of spaces as one. */
  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
  }

  private static Stream<JsonNode> items(JsonNode answer) {
    return StreamSupport.stream(answer.path("items").spliterator(), false);
  }

  private static JsonNode get(BerthProgram berth, String path) {
    return berth.api().ask("GET", path, "");
  }
}
