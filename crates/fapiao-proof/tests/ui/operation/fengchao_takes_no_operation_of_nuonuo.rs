//! Both have a retry; the gateway takes its own only.

use fapiao_fengchao::Merchant;
use fapiao_model::nuonuo::RetryIssue;

async fn retry(merchant: Merchant, retry: RetryIssue) {
    let _ = merchant.call(&retry).await;
}

fn main() {}
