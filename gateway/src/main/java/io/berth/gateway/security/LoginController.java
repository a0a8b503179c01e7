/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import io.berth.events.Check;
import io.berth.events.kafka.EventJson;
import io.berth.gateway.documents.DocumentReader;
import io.berth.gateway.login.LoginCodes;
import io.berth.gateway.login.SessionTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Login links: a program requests one, a person opens it once. */
@RestController
final class LoginController {

  private static final int MAX_NAME_LENGTH = 100;

  private static final String DEFAULT_NAME = "console";

  private final DocumentReader documents;
  private final AuthSettings settings;
  private final LoginCodes codes;
  private final SessionTokens sessions;
  private final Clock clock;

  LoginController(
      DocumentReader documents,
      AuthSettings settings,
      LoginCodes codes,
      SessionTokens sessions,
      Clock clock) {
    this.documents = documents;
    this.settings = settings;
    this.codes = codes;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * A request for a login link.
   *
   * @param name whose link it is, for logs and audit; {@code console} if left out
   */
  record LoginLinkRequest(String name) {
    @SuppressWarnings("NullAway") // JSON may leave it out
    LoginLinkRequest {
      name = name == null ? DEFAULT_NAME : name.strip();
      Check.that().line("name", name, MAX_NAME_LENGTH).orThrow();
    }
  }

  /**
   * A login link, valid once.
   *
   * @param url the address to open
   * @param expiresAt when it expires
   */
  record IssuedLoginLink(URI url, Instant expiresAt) {}

  /**
   * The session of the caller.
   *
   * @param principal the caller's name
   */
  record Session(String principal) {}

  @PostMapping("/api/v1/login-links")
  ResponseEntity<IssuedLoginLink> issue(HttpServletRequest request) throws IOException {
    byte[] body = documents.bytes(request.getInputStream(), request.getContentLengthLong());
    String name =
        body.length == 0
            ? DEFAULT_NAME
            : EventJson.readStrictly(
                    documents.document(body, request.getContentType()), LoginLinkRequest.class)
                .name();
    Instant now = clock.instant();
    String base = settings.publicUrl().toString().replaceAll("/+$", "");
    URI url = URI.create(base + "/login?code=" + codes.issue(name, now));
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(new IssuedLoginLink(url, now.plus(settings.loginLinkLifetime())));
  }

  @GetMapping("/login")
  ResponseEntity<Resource> login(
      @RequestParam(required = false) @Nullable String code, HttpServletRequest request) {
    // A prefetch by a browser or a chat must not redeem the link.
    if (code == null || request.getHeader("Sec-Purpose") != null) {
      return page(HttpStatus.OK);
    }
    Instant now = clock.instant();
    return codes
        .redeem(code, now)
        .map(name -> startSession(sessions.issue(name, now.plus(settings.sessionLifetime()))))
        .orElseGet(() -> page(HttpStatus.GONE));
  }

  private ResponseEntity<Resource> startSession(String session) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie(session, settings.sessionLifetime()))
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
  ResponseEntity<Void> logout() {
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO))
        .build();
  }

  private String cookie(String value, Duration lifetime) {
    return ResponseCookie.from(AuthenticationFilter.COOKIE, value)
        .httpOnly(true)
        .secure(settings.secureCookies())
        .sameSite("Strict")
        .path("/")
        .maxAge(lifetime)
        .build()
        .toString();
  }
}
