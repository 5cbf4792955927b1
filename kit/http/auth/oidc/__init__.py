"""Signing in by a provider of OpenID Connect: code flow with PKCE, state and nonce.

`flow` remembers who set out, `provider` asks the provider, `signature` and `claims` check what it says, `identity` says
who that is here.
"""
