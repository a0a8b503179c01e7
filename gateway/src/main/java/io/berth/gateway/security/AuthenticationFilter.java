/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.gateway.login.SessionTokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates programs by their bearer token and people by their session cookie. An OAuth2
 * resource server would be configured beside it, in {@link SecurityConfiguration}.
 */
final class AuthenticationFilter extends OncePerRequestFilter {

  static final String COOKIE = "berth-session";
  static final String PROGRAM = "ROLE_PROGRAM";
  static final String PERSON = "ROLE_PERSON";
  static final String FAILURE = AuthenticationFilter.class.getName() + ".failure";

  /** A program may name whom it acts for; the holder of the token is trusted with that. */
  private static final String ACTOR = "Berth-Actor";

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+/-]{0,99}");

  private final byte[] tokenDigest;
  private final SessionTokens sessions;
  private final Clock clock;

  AuthenticationFilter(String apiToken, SessionTokens sessions, Clock clock) {
    this.tokenDigest = digest(apiToken);
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication caller =
        bearer(request) == null ? person(request).orElse(null) : program(request);
    if (caller != null) {
      var context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(caller);
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  /** A long poll or a stream is dispatched again when it ends, with the same caller. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  static @Nullable String bearer(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? header.substring(7).strip()
        : null;
  }

  private @Nullable Authentication program(HttpServletRequest request) {
    String token = bearer(request);
    if (token == null || !MessageDigest.isEqual(digest(token), tokenDigest)) {
      request.setAttribute(FAILURE, "The bearer token is not this installation's.");
      return null;
    }
    String actor = request.getHeader(ACTOR);
    boolean hasActor = actor != null && NAME.matcher(actor).matches();
    return caller(hasActor ? actor + " (api token)" : "api token", PROGRAM);
  }

  private Optional<Authentication> person(HttpServletRequest request) {
    Optional<String> session = cookie(request);
    Optional<String> name = session.flatMap(text -> sessions.verify(text, clock.instant()));
    if (session.isPresent() && name.isEmpty()) {
      request.setAttribute(FAILURE, "The session has ended.");
    }
    return name.map(known -> caller(known, PERSON));
  }

  static Optional<String> cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return Optional.of(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  private static Authentication caller(String name, String role) {
    return UsernamePasswordAuthenticationToken.authenticated(
        name, null, AuthorityUtils.createAuthorityList(role));
  }

  /** Of the same length for any input, so the comparison reveals nothing about the token. */
  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
