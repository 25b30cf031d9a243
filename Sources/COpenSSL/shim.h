// The C interface of libssl and libcrypto 3.0, with their macros as functions and constants.
#pragma once
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static inline int trestle_SSL_CTX_set_min_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version);
}

static inline void trestle_SSL_CTX_set_modes(SSL_CTX *context) {
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
}

static inline void trestle_SSL_CTX_disable_sessions(SSL_CTX *context) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
}

static inline int trestle_SSL_CTX_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

static inline int trestle_SSL_set_server_name(SSL *session, const char *name) {
  return (int)SSL_set_tlsext_host_name(session, name);
}

static inline X509 *trestle_SSL_peer_certificate(SSL *session) {
  return SSL_get1_peer_certificate(session);
}

static inline EVP_PKEY *trestle_EVP_generate_p256(void) { return EVP_EC_gen("P-256"); }

static inline void trestle_BIO_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }
static inline void trestle_BIO_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

static inline const char *trestle_BIO_memory(BIO *bio, size_t *length) {
  char *data = 0;
  long count = BIO_get_mem_data(bio, &data);
  *length = count > 0 ? (size_t)count : 0;
  return data;
}

static inline int trestle_GENERAL_NAMES_count(const GENERAL_NAMES *names) {
  return sk_GENERAL_NAME_num(names);
}

static inline const GENERAL_NAME *trestle_GENERAL_NAMES_at(const GENERAL_NAMES *names, int index) {
  return sk_GENERAL_NAME_value(names, index);
}

static inline int trestle_ERR_reason(unsigned long code) { return ERR_GET_REASON(code); }
static inline int trestle_ERR_library(unsigned long code) { return ERR_GET_LIB(code); }

static inline int trestle_X509_NAME_print(BIO *target, const X509_NAME *name) {
  return X509_NAME_print_ex(target, name, 0, XN_FLAG_RFC2253);
}
