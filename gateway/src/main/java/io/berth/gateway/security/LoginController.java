/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import io.berth.gateway.login.LoginCodes;
import io.berth.gateway.login.SessionSeal;
import io.berth.gateway.problems.Problem;
import io.berth.gateway.problems.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Login links for people: a program asks for one, a person opens it once. */
@RestController
final class LoginController {

  private static final int LONGEST_NAME = 100;

  private final DoorSettings settings;
  private final LoginCodes codes;
  private final SessionSeal seal;
  private final Clock clock;

  LoginController(DoorSettings settings, LoginCodes codes, SessionSeal seal, Clock clock) {
    this.settings = settings;
    this.codes = codes;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * A link that works once.
   *
   * @param url what to open
   * @param expiresAt until when
   */
  record LoginLink(URI url, Instant expiresAt) {}

  /**
   * Who is logged in.
   *
   * @param principal the name
   */
  record Session(String principal) {}

  @PostMapping("/api/v1/login-links")
  ResponseEntity<LoginLink> issue(
      @RequestBody(required = false) @Nullable Map<String, String> body) {
    String name = body == null ? "console" : body.getOrDefault("name", "console").strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new Refusal(
          Problem.faulty(
              java.util.List.of(
                  new io.berth.events.InvalidField(
                      "name", name.length() + " characters", "1 to " + LONGEST_NAME))));
    }
    Instant now = clock.instant();
    String base = settings.publicUrl().toString().replaceAll("/+$", "");
    URI url = URI.create(base + "/login?code=" + codes.issue(name, now));
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(new LoginLink(url, now.plus(settings.loginLinkLifetime())));
  }

  @GetMapping("/login")
  ResponseEntity<Resource> login(
      @RequestParam(required = false) @Nullable String code, HttpServletRequest request) {
    // Browsers and chats that look at a link before anybody opens it must not use it up.
    if (code == null || request.getHeader("Sec-Purpose") != null) {
      return page(HttpStatus.OK);
    }
    Instant now = clock.instant();
    return codes
        .redeem(code, now)
        .map(name -> enter(seal.seal(name, now.plus(settings.sessionLifetime()))))
        .orElseGet(() -> page(HttpStatus.GONE));
  }

  private ResponseEntity<Resource> enter(String sealed) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie(sealed, settings.sessionLifetime()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .location(URI.create("/"))
        .build();
  }

  private static ResponseEntity<Resource> page(HttpStatus status) {
    return ResponseEntity.status(status)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .contentType(MediaType.TEXT_HTML)
        .body(
            new ClassPathResource(
                status == HttpStatus.GONE
                    ? "/static/console/link-used.html"
                    : "/static/console/login.html"));
  }

  @GetMapping("/api/v1/session")
  Session session(Principal principal) {
    return new Session(principal.getName());
  }

  @DeleteMapping("/api/v1/session")
  ResponseEntity<Void> leave() {
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO))
        .build();
  }

  private String cookie(String value, Duration lifetime) {
    return ResponseCookie.from(DoorFilter.COOKIE, value)
        .httpOnly(true)
        .secure(settings.secureCookies())
        .sameSite("Strict")
        .path("/")
        .maxAge(lifetime)
        .build()
        .toString();
  }
}
